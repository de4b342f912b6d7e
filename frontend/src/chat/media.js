// Files and pictures: asked for with the token, shown only as a picture of known kinds, else only saved.
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const [WIDE, HIGH] = [480, 360];
const KEPT = 60;

export const isPicture = (type) => PICTURES.includes(type);

export function sizeOf(bytes, language = document.documentElement.lang) {
  if (!Number.isFinite(bytes)) return "";
  const [value, unit] = bytes < 1000 ? [bytes, "B"] : bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  return `${value.toLocaleString(language, { maximumFractionDigits: 1 })} ${unit}`;
}

export class Media {
  constructor(client) {
    this.client = client;
    this.drawn = new Map();
    this.largest = null;
  }

  async limit() {
    if (this.largest === null) {
      const config = await this.client.getMediaConfig(true).catch(() => null);
      if (config) this.largest = config["m.upload.size"] || Infinity;
    }
    return this.largest ?? Infinity;
  }

  async fetched(address) {
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${this.client.getAccessToken()}` }, referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.blob();
  }

  // The address of a small picture for a message's, or of the whole one.
  async picture(mxc, { whole = false } = {}) {
    const name = `${whole}:${mxc}`;
    if (!this.drawn.has(name)) {
      const address = whole ? this.client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true) : this.client.mxcUrlToHttp(mxc, WIDE, HIGH, "scale", false, true, true);
      if (!address) throw new Error("no address");
      const made = this.fetched(address).then((blob) => {
        // Whatever the sender called it: only what the browser draws as a picture, and never a drawing with scripts.
        if (!isPicture(blob.type)) throw new Error("not a picture");
        return URL.createObjectURL(blob);
      });
      this.drawn.set(name, made);
      made.catch(() => this.drawn.delete(name));
      if (this.drawn.size > KEPT) this.forgetOne();
    }
    return this.drawn.get(name);
  }

  forgetOne() {
    const [name, made] = this.drawn.entries().next().value;
    this.drawn.delete(name);
    made.then((address) => setTimeout(() => URL.revokeObjectURL(address), 60_000)).catch(() => {});
  }

  // Saves a file under its name; the browser is told nothing of what is in it, so it opens nothing.
  async save(mxc, name) {
    const address = this.client.mxcUrlToHttp(mxc, undefined, undefined, undefined, false, true, true);
    const blob = await this.fetched(address);
    const url = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  }

  async upload(file, told) {
    const type = isPicture(file.type) ? file.type : "application/octet-stream";
    const info = { mimetype: file.type || type, size: file.size };
    if (isPicture(file.type)) Object.assign(info, await measured(file));
    const { content_uri: url } = await this.client.uploadContent(file, { name: file.name, type, progressHandler: ({ loaded, total }) => told(total ? loaded / total : 0) });
    const msgtype = isPicture(file.type) ? "m.image" : "m.file";
    return { msgtype, body: file.name, filename: file.name, info, url };
  }
}

async function measured(file) {
  if (!("createImageBitmap" in window)) return {};
  try {
    const drawn = await createImageBitmap(file);
    const size = { w: drawn.width, h: drawn.height };
    drawn.close();
    return size;
  } catch {
    return {};
  }
}
