export const text = "020 7946 0000";
