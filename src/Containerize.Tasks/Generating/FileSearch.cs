using Containerize.Dockerfiles;
using Containerize.Layering;

namespace Containerize.Generating;

/// <summary>
/// Files of layers that match a pattern, in the words of a shell that every image has: in our patterns a star stands for slashes too, as for <c>find -path</c>.
/// </summary>
/// <param name="root">Path of the folder of all layers, with a slash at its end.</param>
/// <param name="place">Where the app's folder is in a layer's; empty: it is that folder.</param>
/// <param name="folders">Of layers that hold folders of the app, and nothing else: which.</param>
internal sealed class FileSearch(string root, string place, IReadOnlyDictionary<string, IReadOnlyList<string>> folders)
{
    /// <summary>Goes before every <see cref="Move"/>: found files are arguments from the third on.</summary>
    public const string Definition =
        "move='from=$1 to=$2; shift 2; for file do new=\"$to${file#\"$from\"}\"; mkdir -p \"${new%/*}\" && mv \"$file\" \"$new\" || exit 1; done'";

    /// <summary>A character that is in no path.</summary>
    private const char NoLetter = '\u0001';

    /// <summary>A path that a pattern means, and hardly another.</summary>
    public static string FillIn(string pattern) => pattern.Replace('*', NoLetter).Replace('?', NoLetter);

    /// <summary>A path that no pattern means but one that means all.</summary>
    /// <param name="number">Of several such paths.</param>
    public static string NameNobody(int number) => new(NoLetter, 100 + number);

    /// <summary>Whether a step can have put a file into a layer that a pattern means: of packages there are many, and nobody wants to read of others.</summary>
    public bool Reaches(string layer, string pattern)
    {
        var beginning = LayerRule.FindBeginning(pattern);
        return folders.TryGetValue(layer, out var own)
            ? own.Any(folder => beginning.StartsWith(folder, StringComparison.Ordinal) || folder.StartsWith(beginning, StringComparison.Ordinal))
            : !folders.Values.SelectMany(others => others).Any(folder => beginning.StartsWith(folder + "/", StringComparison.Ordinal));
    }

    /// <summary>One of our patterns, as find reads it, to which a bracket is special.</summary>
    public static string Escape(string pattern) => pattern.Replace("[", "\\[", StringComparison.Ordinal);

    /// <param name="layer">Its folder's name.</param>
    /// <param name="earlier">Patterns that a file must not match.</param>
    /// <param name="action">What find does with a file.</param>
    public string Run(string layer, string pattern, IEnumerable<string> earlier, string action)
    {
        var from = FolderOf(layer, place);
        var others = string.Concat(earlier.Select(other => $" ! -path {Match(from, other)}"));
        return $"find {Quote($"{root}{layer}")} -path {Match(from, pattern)}{others} {action}";
    }

    /// <summary>Files, and links, with the folders that they are in.</summary>
    /// <param name="below">Folder of the app that they all lie in; empty: its own.</param>
    /// <param name="to">What that folder becomes: absolute path.</param>
    public string Move(string layer, string pattern, IEnumerable<string> earlier, string below, string to)
    {
        var from = FolderOf(layer, $"{place}/{below}".Trim('/'));
        return Run(layer, pattern, earlier, $"! -type d -exec sh -c \"$move\" sh {Quote(from)} {Quote(to.TrimEnd('/'))} {{}} +");
    }

    private string FolderOf(string layer, string inside) => $"{root}{layer}/{inside}".TrimEnd('/');

    private static string Match(string folder, string pattern)
        => Quote($"{Escape(folder).Replace("*", "\\*", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal)}/{Escape(pattern)}");

    private static string Quote(string path) => DockerfileText.QuoteForShell(path);
}
