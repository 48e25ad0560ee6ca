using System.Globalization;
using System.Text;
using Containerize.Host.Files;

namespace Containerize.Describing;

/// <summary>
/// What the last publish of an image left in its folder, as far as the SDK does not keep track of it: files that targets wrote and static web
/// assets, and of which versions the packages were. A text file below obj; one that is torn or from elsewhere counts as none.
/// </summary>
internal sealed class PublishRecord
{
    private const string FirstLine = "containerize publish 1";

    private readonly Dictionary<string, Mark> files = new(StringComparer.Ordinal);
    private readonly HashSet<string> packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there is no such record.</summary>
    public bool IsEmpty => files.Count == 0 && packages.Count == 0;

    /// <summary>Id and version of each.</summary>
    public ISet<string> Packages => packages;

    /// <param name="path">Absolute.</param>
    public static PublishRecord Read(string path)
    {
        var record = new PublishRecord();
        try
        {
            if (!File.Exists(path) || File.ReadAllLines(path) is not [FirstLine, .. var lines])
            {
                return record;
            }

            foreach (var parts in lines.Select(line => line.Split(' ', 4)))
            {
                if (parts is ["file", var size, var ticks, var name])
                {
                    record.files[name] = new Mark(long.Parse(size, CultureInfo.InvariantCulture), long.Parse(ticks, CultureInfo.InvariantCulture));
                }
                else if (parts is ["package", var id])
                {
                    record.packages.Add(id);
                }
            }

            return record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return new PublishRecord();
        }
    }

    public void Add(string relativePath, FileInfo file) => files[relativePath] = Mark.Of(file);

    /// <summary>Whether this very file was there, and nobody has written to it since.</summary>
    public bool Knows(string relativePath, FileInfo file)
        => files.TryGetValue(relativePath, out var known) && known == Mark.Of(file);

    /// <param name="path">Absolute. Written only if it says something else.</param>
    public void Write(string path)
    {
        var text = new StringBuilder(FirstLine).Append('\n');
        foreach (var package in packages.Order(StringComparer.OrdinalIgnoreCase))
        {
            text.Append("package ").Append(package).Append('\n');
        }

        foreach (var name in files.Keys.Order(StringComparer.Ordinal))
        {
            var (size, ticks) = files[name];
            text.Append(CultureInfo.InvariantCulture, $"file {size} {ticks} {name}\n");
        }

        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        if (!File.Exists(path) || !File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            WholeFile.Write(path, bytes);
        }
    }

    /// <param name="Size">In bytes.</param>
    /// <param name="Ticks">When it was last written, UTC.</param>
    private sealed record Mark(long Size, long Ticks)
    {
        public static Mark Of(FileInfo file) => new(file.Length, file.LastWriteTimeUtc.Ticks);
    }
}
