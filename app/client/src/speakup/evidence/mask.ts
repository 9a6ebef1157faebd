/**
 * Another voice for the same words: a channel vocoder, made of Web Audio on this phone.
 *
 * The recording is only measured: how loud it is in each of 20 bands, 60 times a second. With these numbers an
 * artificial voice is shaped whose pitch and size of throat are drawn by lot for each recording. Pitch, melody and
 * fine sound of the real voice are not in the result, so it cannot simply be turned back. Words, accent, pace and
 * pauses stay, and somebody who knows the person well, or a careful analysis, may still recognise them.
 * Must never: claim more than that.
 */
import { concat, type Bytes } from "../../sealing/bytes";
import { wav } from "./wav";

const RATE = 16_000;
const BANDS = 20;
const LOWEST_HZ = 110;
const HIGHEST_HZ = 6_400;
/** How quickly the bands follow the voice: slower than any pitch, faster than any syllable. */
const FOLLOW_HZ = 30;
/** From here up speech is mostly breath. */
const BREATH_HZ = 2_200;
const PITCH_HZ = [92, 168] as const;
/** Throats longer or shorter than the speaker's; what is close to 1 would change nothing. */
const THROATS = [[0.8, 0.88], [1.14, 1.24]] as const;
const LOUDEST = 0.9;

/** The masked recording as WAV, 16 kHz. Throws what the browser throws when the recording cannot be decoded. */
export async function masked(recording: Uint8Array): Promise<Bytes> {
  // Decoding takes the buffer away from its owner.
  const voice = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(concat(recording).buffer);
  const context = new OfflineAudioContext(1, voice.length, RATE);
  const source = new AudioBufferSourceNode(context, { buffer: voice });
  const [shortest, longest] = THROATS[lot(0, 1) < 0.5 ? 0 : 1];
  vocode(context, source, artificial(context, voice.length), lot(shortest, longest));
  source.start();
  return wav(levelled((await context.startRendering()).getChannelData(0)), RATE);
}

/** The two sounds that are shaped: a buzz for what is sung, noise for what is breathed. */
function artificial(context: OfflineAudioContext, length: number) {
  const buzz = new OscillatorNode(context, { type: "sawtooth", frequency: lot(PITCH_HZ[0], PITCH_HZ[1]) });
  const noise = context.createBuffer(1, Math.max(1, length), RATE);
  const samples = noise.getChannelData(0);
  // Not a secret: any noise does.
  for (let at = 0; at < samples.length; at++) samples[at] = Math.random() * 2 - 1;
  const breath = new AudioBufferSourceNode(context, { buffer: noise });
  buzz.start();
  breath.start();
  return { buzz, breath };
}

function vocode(context: OfflineAudioContext, voice: AudioNode, { buzz, breath }: ReturnType<typeof artificial>, throat: number): void {
  const step = (HIGHEST_HZ / LOWEST_HZ) ** (1 / (BANDS - 1));
  const Q = 1 / (Math.sqrt(step) - 1 / Math.sqrt(step));
  for (let band = 0; band < BANDS; band++) {
    const frequency = LOWEST_HZ * step ** band;
    const loudness = follow(context, narrow(context, voice, frequency, Q));
    const carrier = narrow(context, frequency < BREATH_HZ ? buzz : breath, Math.min(frequency * throat, RATE / 2.2), Q);
    const shaped = new GainNode(context, { gain: 0 });
    loudness.connect(shaped.gain);
    carrier.connect(shaped).connect(context.destination);
  }
}

/** One band of a sound. */
function narrow(context: OfflineAudioContext, input: AudioNode, frequency: number, Q: number): AudioNode {
  const filter = () => new BiquadFilterNode(context, { type: "bandpass", frequency, Q });
  return input.connect(filter()).connect(filter());
}

/** How loud it is, as a slow signal. */
function follow(context: OfflineAudioContext, input: AudioNode): AudioNode {
  const absolute = new WaveShaperNode(context, { curve: Float32Array.of(1, 0, 1) });
  const slow = () => new BiquadFilterNode(context, { type: "lowpass", frequency: FOLLOW_HZ, Q: 0.5 });
  return input.connect(absolute).connect(slow()).connect(slow());
}

/** As loud as it can be without being cut. */
function levelled(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak === 0 ? samples : samples.map((sample) => (sample / peak) * LOUDEST);
}

function lot(from: number, to: number): number {
  const [draw = 0] = crypto.getRandomValues(new Uint32Array(1));
  return from + (draw / 2 ** 32) * (to - from);
}
