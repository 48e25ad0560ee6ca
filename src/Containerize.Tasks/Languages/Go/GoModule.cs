using System.Text.RegularExpressions;
using Containerize.Diagnostics;

namespace Containerize.Languages.Go;

/// <summary>What a <c>go.mod</c> says (go.dev/ref/mod, "go.mod files").</summary>
/// <param name="Path">Of the module: <c>example.com/shop</c>.</param>
/// <param name="Version">Of the language, with two numbers; null: it says none.</param>
/// <param name="HasRequirements">Whether other modules are needed.</param>
/// <param name="Outside">A folder outside of the module that replaces another one; null: there is none.</param>
internal sealed partial record GoModule(string Path, string? Version, bool HasRequirements, string? Outside)
{
    public const string FileName = "go.mod";

    /// <param name="folder">Absolute path.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static GoModule Read(string folder)
    {
        var file = System.IO.Path.Join(folder, FileName);
        if (!File.Exists(file))
        {
            throw new ContainerizeException(
                ErrorCodes.AppUnreadable,
                $"Reading {folder} as an app of Go (ContainerAppKind): there is no {FileName}. Make one with go mod init, or name another kind.");
        }

        var text = File.ReadAllText(file).ReplaceLineEndings("\n");
        return Module().Match(text) is { Success: true } module
            ? new GoModule(
                module.Groups["path"].Value,
                Language().Match(text) is { Success: true } language ? language.Groups["version"].Value : null,
                Requirement().IsMatch(text),
                Replacement().Matches(text).Select(match => match.Groups["path"].Value)
                    .FirstOrDefault(path => path.StartsWith("..", StringComparison.Ordinal) || path[0] == '/'))
            : throw new ContainerizeException(ErrorCodes.AppUnreadable, $"Reading {file}: it names no module. Mend the file.");
    }

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    [GeneratedRegex("^module\\s+\"?(?<path>[^\\s\"]+)\"?", Options)]
    private static partial Regex Module();

    [GeneratedRegex(@"^go\s+(?<version>1\.\d+)", Options)]
    private static partial Regex Language();

    [GeneratedRegex(@"^require\b", Options)]
    private static partial Regex Requirement();

    [GeneratedRegex("=>\\s*\"?(?<path>(\\.\\.?/|/)[^\\s\"]*)", Options)]
    private static partial Regex Replacement();
}
