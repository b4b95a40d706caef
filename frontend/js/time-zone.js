// <input data-time-zone="guess">: the zone of this device in place of the "UTC" that the server put there.
for (const field of document.querySelectorAll("[data-time-zone=guess]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && field.value === field.defaultValue && field.value === "UTC") field.value = zone;
}
