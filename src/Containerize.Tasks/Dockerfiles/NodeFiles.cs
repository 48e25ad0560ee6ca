using System.Text.RegularExpressions;
using Containerize.Diagnostics;

namespace Containerize.Dockerfiles;

/// <summary>What npm reads in a folder before it restores packages. Other programs of its kind have lock files that it cannot read.</summary>
internal static partial class NodeFiles
{
    private static readonly string[] OfNpm = ["package.json", "package-lock.json", "npm-shrinkwrap.json", ".npmrc"];

    private static readonly (string LockFile, string Program)[] Others =
    [
        ("pnpm-lock.yaml", "pnpm"), ("yarn.lock", "yarn"), ("bun.lock", "bun"), ("bun.lockb", "bun"),
    ];

    /// <param name="folder">Absolute path.</param>
    /// <returns>Absolute paths.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.SecretInClear"/>.</exception>
    public static IReadOnlyList<string> List(string folder)
    {
        string[] files = [.. OfNpm.Select(name => Path.Join(folder, name)).Where(File.Exists)];
        var settings = files.FirstOrDefault(file => file.EndsWith(".npmrc", StringComparison.Ordinal));
        return settings is null || !Secret().IsMatch(File.ReadAllText(settings))
            ? files
            : throw new ContainerizeException(
                ErrorCodes.SecretInClear,
                $"Reading {settings} for the Dockerfile: a token or password is written there, and the file would be copied into a layer. "
                    + "Write ${NAME} instead of it, or keep it in the user's own .npmrc.");
    }

    /// <summary>The program that has to restore the packages of a folder in place of npm; null: npm can.</summary>
    /// <param name="folder">Absolute path.</param>
    public static string? FindOtherProgram(string folder)
        => File.Exists(Path.Join(folder, "package-lock.json")) || File.Exists(Path.Join(folder, "npm-shrinkwrap.json"))
            ? null
            : Others.Where(other => File.Exists(Path.Join(folder, other.LockFile))).Select(other => other.Program).FirstOrDefault();

    /// <summary>Whether a command installs node, or what restores its packages.</summary>
    public static bool SpeaksOfNode(string command) => Node().IsMatch(command);

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\b(node|nodejs|npm|corepack|pnpm|yarn|bun)\b", Options, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Node();

    /// <summary>A setting of a login whose value is no variable (docs.npmjs.com, "npmrc").</summary>
    [GeneratedRegex(@"^[^#;\n]*_(authToken|auth|password)\s*=\s*(?!\s*""?\$\{)\S", Options | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
