/**
 * One channel of sound as a WAV file of 16-bit numbers. Pure.
 *
 *     "RIFF" size "WAVE" | "fmt " 16, PCM 1, channels 1, rate, rate × 2, 2, 16 | "data" size, samples
 */
import { type Bytes, concat, le32, utf8 } from "../../sealing/bytes";

const HEADER_BYTES = 44;
const LOUDEST = 32_767;

/** Samples from -1 to 1; louder ones are cut. */
export function wav(samples: Float32Array, rate: number): Bytes {
  const data = new Uint8Array(samples.length * 2);
  const view = new DataView(data.buffer);
  samples.forEach((sample, at) => { view.setInt16(at * 2, Math.round(Math.max(-1, Math.min(1, sample)) * LOUDEST), true); });
  const le16 = (number: number) => le32(number).subarray(0, 2);
  return concat(
    utf8("RIFF"), le32(HEADER_BYTES - 8 + data.length), utf8("WAVE"),
    utf8("fmt "), le32(16), le16(1), le16(1), le32(rate), le32(rate * 2), le16(2), le16(16),
    utf8("data"), le32(data.length), data,
  );
}
