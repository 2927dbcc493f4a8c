import { zoomSteps } from './zoom-steps.ts';

export type CameraState = 'starting' | 'on' | 'denied' | 'missing' | 'busy' | 'insecure' | 'paused';

/** Not every browser lists these yet. */
interface Capabilities {
  torch?: boolean;
  zoom?: { min: number; max: number };
}

const CHOICE_KEY = 'everato:camera';

/** The phone's rear camera, or the chosen one; restarts when the page becomes visible again. */
export class Camera {
  state = $state<CameraState>('starting');
  devices = $state<MediaDeviceInfo[]>([]);
  deviceId = $state<string | null>(null);
  hasTorch = $state(false);
  torch = $state(false);
  /** The available zoom steps; empty where the camera can't zoom. */
  zooms = $state<number[]>([]);
  zoom = $state(1);
  #video: HTMLVideoElement | null = null;
  #stream: MediaStream | null = null;
  #turn = 0;

  async start(video: HTMLVideoElement) {
    this.#video = video;
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.deviceId = localStorage.getItem(CHOICE_KEY);
    await this.restart();
  }

  stop() {
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#release();
    this.#video = null;
  }

  async choose(deviceId: string) {
    this.deviceId = deviceId;
    localStorage.setItem(CHOICE_KEY, deviceId);
    await this.restart();
  }

  async restart() {
    const turn = ++this.#turn;
    this.#release();
    this.state = 'starting';
    if (!navigator.mediaDevices?.getUserMedia) {
      this.state = window.isSecureContext ? 'missing' : 'insecure';
      return;
    }
    try {
      const stream = await this.#open();
      if (turn !== this.#turn || !this.#video) return stream.getTracks().forEach((track) => track.stop());
      await this.#show(stream, this.#video);
    } catch (error) {
      if (turn === this.#turn) this.state = reasonOf(error);
    }
  }

  async setTorch(on: boolean) {
    if (await this.#apply({ torch: on, zoom: this.zoom })) this.torch = on;
  }

  /** The next larger step, and after the largest the smallest again. */
  async zoomOn() {
    const next = this.zooms[(this.zooms.indexOf(this.zoom) + 1) % this.zooms.length];
    if (next && (await this.#apply({ torch: this.torch, zoom: next }))) this.zoom = next;
  }

  /** Sets both, because an omitted constraint returns to its default. */
  async #apply(wanted: { torch: boolean; zoom: number }): Promise<boolean> {
    const track = this.#stream?.getVideoTracks()[0];
    const settings = {
      ...(this.hasTorch && { torch: wanted.torch }),
      ...(this.zooms.length > 0 && { zoom: wanted.zoom }),
    };
    return (
      track?.applyConstraints({ advanced: [settings as MediaTrackConstraintSet] }).then(
        () => true,
        () => false,
      ) ?? false
    );
  }

  async #open(): Promise<MediaStream> {
    const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
    const chosen = this.deviceId;
    if (chosen) {
      try {
        return await navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: chosen }, ...size } });
      } catch (error) {
        // The chosen camera is gone: ids change, and cameras are unplugged.
        if (reasonOf(error) !== 'missing') throw error;
        this.deviceId = null;
      }
    }
    return navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: 'environment' }, ...size } });
  }

  async #show(stream: MediaStream, video: HTMLVideoElement) {
    this.#stream = stream;
    const track = stream.getVideoTracks()[0];
    track?.addEventListener('ended', () => stream === this.#stream && void this.restart());
    const capabilities = (track?.getCapabilities?.() ?? {}) as Capabilities;
    this.hasTorch = capabilities.torch === true;
    this.torch = false;
    this.zooms = zoomSteps(capabilities.zoom);
    this.zoom = this.zooms[0] ?? 1;
    video.srcObject = stream;
    this.state = await video.play().then(
      () => 'on' as const,
      // The camera works; the browser waits for a tap, as phones do to save power.
      () => 'paused' as const,
    );
    this.deviceId = track?.getSettings().deviceId ?? this.deviceId;
    this.devices = (await navigator.mediaDevices.enumerateDevices()).filter((device) => device.kind === 'videoinput');
  }

  #release() {
    const stream = this.#stream;
    this.#stream = null;
    stream?.getTracks().forEach((track) => track.stop());
    if (this.#video) this.#video.srcObject = null;
  }

  /** Phones end or freeze the camera of a page in the background. */
  #onVisibility = () => {
    const track = this.#stream?.getVideoTracks()[0];
    if (
      document.visibilityState === 'visible' &&
      (this.state !== 'on' || !track || track.readyState === 'ended' || track.muted)
    )
      void this.restart();
  };
}

function reasonOf(error: unknown): CameraState {
  const name = error instanceof DOMException ? error.name : (error as { name?: string })?.name;
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}
