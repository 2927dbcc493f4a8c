/** Which device this browser is at an event: the room lets only the device of a scan undo it. */
export const deviceIdentity = (eventId: string) => {
  const key = `everato:device:${eventId}`;
  return {
    get: (): string | null => localStorage.getItem(key),
    set: (deviceId: string) => localStorage.setItem(key, deviceId),
  };
};
