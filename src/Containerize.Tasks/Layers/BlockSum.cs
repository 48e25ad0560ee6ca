namespace Containerize.Layers;

/// <summary>What gzip's trailer says of content (RFC 1952, section 2.3.1), of a block or of all blocks until now.</summary>
/// <param name="Crc">CRC-32.</param>
/// <param name="Length">Bytes before compression.</param>
internal sealed record BlockSum(uint Crc, long Length)
{
    /// <summary>Of no content; also of any, where the encoding's layers say nothing of it.</summary>
    public static readonly BlockSum None = new(0, 0);

    /// <summary>Of this content and what comes behind it.</summary>
    public BlockSum Then(BlockSum next) => next.Length == 0 ? this : new(Crc32.Combine(Crc, next.Crc, next.Length), Length + next.Length);
}
