using System.Security.Cryptography;
using System.Text;
using Containerize.Diagnostics;
using Containerize.Host.Files;

namespace Containerize.Languages;

/// <summary>
/// A folder below obj that a tool fills. A stamp beside it says what it was made of: while that is the same, the tool is not started.
/// </summary>
/// <param name="folder">Absolute path.</param>
internal sealed class PreparedFolder(string folder)
{
    /// <summary>Whoever fills it may have to download everything.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Whether the tool works on copies of its files, beside what it makes of them; else where they lie.</summary>
    public bool CopiesFiles { get; init; } = true;

    private readonly string stamp = folder.TrimEnd('/', '\\') + ".stamp";

    /// <param name="files">By path below the folder: what the tool reads, absolute paths.</param>
    /// <param name="inputs">What else decides on what comes of it.</param>
    /// <param name="fill">The folder has copies of the files, or nothing.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnreadable"/>, or what <paramref name="fill"/> throws.</exception>
    public async Task EnsureAsync(IReadOnlyDictionary<string, string> files, IEnumerable<string> inputs, Func<Task> fill, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            await using var turn = await FileTurn.TakeAsync(folder + ".turn", FileMode.OpenOrCreate, Patience, TimeProvider.System, cancellationToken);
            var key = KeyOf(files, inputs);
            if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, cancellationToken) == key && Directory.Exists(folder))
            {
                return;
            }

            File.Delete(stamp);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
            foreach (var (path, source) in CopiesFiles ? files : new Dictionary<string, string>(StringComparer.Ordinal))
            {
                var copy = Path.Join(folder, path);
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(source, copy, overwrite: true);
            }

            await fill();
            await File.WriteAllTextAsync(stamp, key, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.FileUnreadable, $"Preparing {folder}: {Excerpt.Of(e.Message)}", e);
        }
    }

    private static string KeyOf(IReadOnlyDictionary<string, string> files, IEnumerable<string> inputs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, source) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            Add(Encoding.UTF8.GetBytes(path));
            Add(File.ReadAllBytes(source));
        }

        foreach (var input in inputs)
        {
            Add(Encoding.UTF8.GetBytes(input));
        }

        return Convert.ToHexString(hash.GetHashAndReset());

        void Add(byte[] bytes)
        {
            hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
