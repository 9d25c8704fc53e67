/** Which connection a number came with. */

export async function connectionOfNumber(db: D1Database, number: string): Promise<string | null> {
  return db.prepare("SELECT connection_id FROM number WHERE e164 = ?1").bind(number).first<string>("connection_id");
}
