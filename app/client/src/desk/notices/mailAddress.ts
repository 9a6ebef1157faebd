/** Whether a text can be the one address of a message; the same as `app/services/mail.py` takes. Pure. */

const LONGEST = 254;

export function isMailAddress(text: string): boolean {
  const at = text.indexOf("@");
  const plain = /^[!-~]+$/.test(text) && !/[,;:<>()[\]"\\]/.test(text);
  return plain && at > 0 && at === text.lastIndexOf("@") && text.slice(at).includes(".") && text.length <= LONGEST;
}
