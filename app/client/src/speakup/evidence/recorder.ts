/** A voice note, recorded by the page itself into its memory. Nothing is stored; the microphone is off when it ends. */
import type { Bytes } from "../../sealing/bytes";
import type { Refusal } from "./judge";

/** Longer notes are hard to listen to, and large once masked: 16,000 numbers of two bytes a second. */
export const MOST_SECONDS = 600;
/** Plain for speech; a minute takes 180 KB. */
const BITS_A_SECOND = 24_000;

export interface Recorded {
  readonly bytes: Bytes;
  readonly type: string;
}

export interface Recording {
  /** The note, once the person, or the longest time, has ended it. */
  readonly done: Promise<Recorded>;
  stop(): void;
}

export class NoRecording extends Error {
  constructor(readonly why: Extract<Refusal, "microphone-denied" | "microphone-missing" | "recording-failed">) {
    super(`nothing was recorded: ${why}`);
    this.name = "NoRecording";
  }
}

/** Ask for the microphone and begin. Throws `NoRecording`. */
export async function record(): Promise<Recording> {
  const stream = await microphone();
  const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS_A_SECOND });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => { parts.push(data); });
  const off = () => { for (const track of stream.getTracks()) track.stop(); };
  const done = new Promise<Recorded>((resolve, reject) => {
    recorder.addEventListener("error", () => { off(); reject(new NoRecording("recording-failed")); });
    recorder.addEventListener("stop", () => {
      off();
      const whole = new Blob(parts);
      if (whole.size === 0) reject(new NoRecording("recording-failed"));
      else void whole.arrayBuffer().then((buffer) => { resolve({ bytes: new Uint8Array(buffer), type: bareType(recorder.mimeType) }); });
    });
  });
  recorder.start();
  const stop = () => { if (recorder.state !== "inactive") recorder.stop(); };
  const longest = setTimeout(stop, MOST_SECONDS * 1_000);
  void done.finally(() => { clearTimeout(longest); }).catch(() => undefined);
  return { done, stop };
}

async function microphone(): Promise<MediaStream> {
  // Not there on pages that are not secure, and in old browsers.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined || !("MediaRecorder" in globalThis)) throw new NoRecording("microphone-missing");
  return devices.getUserMedia({ audio: true }).catch((error: unknown) => {
    const name = error instanceof DOMException ? error.name : "";
    throw new NoRecording(name === "NotAllowedError" || name === "SecurityError" ? "microphone-denied" : "microphone-missing");
  });
}

/** "audio/webm;codecs=opus" without its codecs. */
function bareType(type: string): string {
  return type.split(";")[0]?.trim() ?? "";
}
