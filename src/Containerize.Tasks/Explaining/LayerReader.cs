using System.Buffers;
using System.Buffers.Binary;
using System.Formats.Tar;
using System.Security.Cryptography;
using Containerize.Diagnostics;
using Containerize.Explaining.Packages;
using Containerize.Images;
using Containerize.Oci;
using Containerize.Storage;

namespace Containerize.Explaining;

/// <summary>
/// Lists the files of a layer while its bytes go by; none of their content is kept. What is read is verified: the blob by whoever opened it, and its tar by
/// the diffID.
/// </summary>
/// <param name="store">Keeps what large layers were found to hold, so that a base is not fetched for each report; null to keep nothing.</param>
internal sealed class LayerReader(ContentStore? store)
{
    /// <summary>Compressed bytes. What is smaller is read as quickly as a note of it.</summary>
    private const long WorthANote = 1024 * 1024;

    /// <summary>No image has as many; a layer that was made to fill memory has.</summary>
    private const int MostEntries = 2_000_000;

    private const int BufferSize = 128 * 1024;

    /// <param name="diffId">Null where nobody says.</param>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.ImageUnreadable"/>: it is no tar, or another than the configuration names. Or the layer cannot be fetched.
    /// </exception>
    public async Task<LayerContent> ReadAsync(ImageBlob layer, Digest? diffId, CancellationToken cancellationToken)
    {
        if (store is null || diffId is null || layer.Descriptor.Size < WorthANote)
        {
            return await ReadBlobAsync(layer, diffId, cancellationToken);
        }

        if (store.ReadNote(NoteKind.Files, diffId.Hex) is { } note && LayerContentNote.Parse(note) is { } known)
        {
            return known;
        }

        var content = await ReadBlobAsync(layer, diffId, cancellationToken);
        store.TryWriteNote(NoteKind.Files, diffId.Hex, LayerContentNote.Format(content));
        return content;
    }

    private static async Task<LayerContent> ReadBlobAsync(ImageBlob layer, Digest? diffId, CancellationToken cancellationToken)
    {
        try
        {
            await using var blob = await layer.OpenAsync(cancellationToken);
            await using var tar = new CheckedTar(PackedTar.Unpack(blob, layer.Descriptor.MediaType));
            var content = await ReadAsync(tar, cancellationToken);
            var actual = await tar.FinishAsync(cancellationToken);
            return diffId is null || actual == diffId ? content : throw new InvalidDataException($"its tar is {actual}, and the configuration names {diffId}");
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or NotSupportedException or UnauthorizedAccessException
            or ArgumentException or OverflowException)
        {
            throw new ContainerizeException(
                ErrorCodes.ImageUnreadable,
                $"Reading {layer.WhatItIs} for the report: {Excerpt.Of(e.Message).TrimEnd('.')}. The image is damaged, or was not written as OCI's or Docker's "
                    + "formats have it; push or save it anew.",
                e);
        }
    }

    private static async Task<LayerContent> ReadAsync(Stream content, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, ExplainedFile>(StringComparer.Ordinal);
        var removed = new List<string>();
        var packages = new PackageFacts();
        var entries = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            await using var tar = new TarReader(content, leaveOpen: true);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
            {
                if (++entries > MostEntries)
                {
                    throw new InvalidDataException($"it has more than {MostEntries} entries");
                }

                var path = Normalize(entry.Name);
                if (FindRemoved(path) is { } gone)
                {
                    removed.Add(gone);
                }
                else if (path.Length > 0 && await ReadEntryAsync(path, entry, packages, buffer, cancellationToken) is { } file)
                {
                    files[path] = file;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        removed.Sort(StringComparer.Ordinal);
        return new LayerContent([.. files.Values], removed, packages);
    }

    /// <returns>Null for what is no file: folders, devices.</returns>
    private static async Task<ExplainedFile?> ReadEntryAsync(
        string path, TarEntry entry, PackageFacts packages, byte[] buffer, CancellationToken cancellationToken)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.SymbolicLink or TarEntryType.HardLink:
                return new ExplainedFile(path, 0) { LinkTarget = entry.LinkName, Mode = (int)entry.Mode };
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                var hash = await HashAsync(path, entry, packages, buffer, cancellationToken);
                return new ExplainedFile(path, entry.Length) { Hash = hash, Mode = (int)entry.Mode };
            default:
                return null;
        }
    }

    private static async Task<UInt128> HashAsync(
        string path, TarEntry entry, PackageFacts packages, byte[] buffer, CancellationToken cancellationToken)
    {
        var data = entry.DataStream ?? Stream.Null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var kept = PackageFacts.IsIn(path) && entry.Length <= PackageFacts.LargestRecord ? new MemoryStream() : null;
        while (await data.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            hash.AppendData(buffer, 0, count);
            kept?.Write(buffer, 0, count);
        }

        if (kept is not null)
        {
            packages.Read(path, kept.GetBuffer().AsSpan(0, (int)kept.Length));
        }

        return Shorten(hash.GetHashAndReset());
    }

    /// <param name="sha256">32 bytes.</param>
    public static UInt128 Shorten(ReadOnlySpan<byte> sha256) => BinaryPrimitives.ReadUInt128BigEndian(sha256);

    private static string Normalize(string name)
        => string.Join('/', name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));

    /// <summary>What a name that is no file removes (OCI image spec, layer.md, "Whiteouts"); null for a file's name.</summary>
    private static string? FindRemoved(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var folder = path[..^name.Length];
        return name == Whiteout.Opaque ? (folder.Length == 0 ? "/" : folder)
            : name.StartsWith(Whiteout.Prefix, StringComparison.Ordinal) ? folder + name[Whiteout.Prefix.Length..]
            : null;
    }
}
