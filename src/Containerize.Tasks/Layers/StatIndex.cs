using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Containerize.Host.Files;
using Containerize.Storage;

namespace Containerize.Layers;

/// <summary>
/// Remembers the diffID of a whole layer by what the file system says of its files, so that unchanged ones are not even read. It trusts
/// nothing that is too fresh: a file changed again within the clock's tick would look the same (git calls such entries racy).
/// </summary>
internal sealed class StatIndex(ContentStore store, TimeProvider clock)
{
    /// <summary>Coarser than the time stamps of any file system in use (FAT's two seconds).</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Enough where time stamps are finer than <see cref="Tick"/>: they come from the kernel's clock then, which ticks every 10 ms at the slowest.
    /// </summary>
    private static readonly TimeSpan FineSettled = TimeSpan.FromMilliseconds(100);

    private const long Tick = 10_000_000;

    /// <summary>Names the state of a layer's files; null when it cannot be told, or may still be moving.</summary>
    public string? KeyOf(IReadOnlyList<LayerFile> files, FileStates states)
    {
        var now = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> numbers = stackalloc byte[41];
        foreach (var file in files)
        {
            if (!file.HasContent)
            {
                // Known from what it says, to the last bit.
                hash.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{file.LinkTarget}\0{file.Folder}\0{file.Above}\0"));
                continue;
            }

            if (states.Read(file) is not { Identity: var identity } state
                || identity.Size != file.Size
                || (state.Content is null && !IsSettled(identity, now)))
            {
                return null;
            }

            if (state.Content is { } content)
            {
                numbers.Clear();
                hash.AppendData(Encoding.UTF8.GetBytes(content.Hex));
            }
            else
            {
                BinaryPrimitives.WriteUInt64LittleEndian(numbers, identity.Device);
                BinaryPrimitives.WriteUInt64LittleEndian(numbers[8..], identity.Inode);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], identity.Size);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], identity.Written);
                BinaryPrimitives.WriteInt64LittleEndian(numbers[32..], identity.Changed);
            }

            numbers[40] = (byte)((file.Executable ? 1 : 0) | (file.IsDatedByContent ? 2 : 0));
            hash.AppendData(numbers);
            hash.AppendData(Encoding.UTF8.GetBytes(file.Above.Length == 0 ? file.Path : $"{file.Path}\0{file.Above}"));
            if (file.Rights is { } rights)
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"\0{rights}\0"));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public SizedDigest? Find(string key) => SizedDigest.Parse(store.ReadNote(NoteKind.Stats, key));

    public void Remember(string key, SizedDigest layer) => store.TryWriteNote(NoteKind.Stats, key, layer.ToString());

    /// <param name="now">Nanoseconds since the epoch, like the file's times.</param>
    private static bool IsSettled(FileIdentity file, long now)
    {
        var wait = file.Changed % Tick == 0 ? Settled : FineSettled;
        return Math.Max(file.Changed, file.Written) <= now - (wait.Ticks * 100);
    }
}
