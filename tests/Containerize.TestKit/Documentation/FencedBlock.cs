using Containerize.TestKit.Projects;

namespace Containerize.TestKit.Documentation;

/// <summary>What stands between fences on a page of docs/.</summary>
/// <param name="Heading">The last <c>##</c> before it, without that.</param>
/// <param name="Language">Empty where the fence names none.</param>
internal sealed record FencedBlock(string Heading, string Language, IReadOnlyList<string> Lines)
{
    private const string Fence = "```";

    /// <param name="page">A file's name in docs/.</param>
    public static IEnumerable<FencedBlock> Read(string page)
    {
        var heading = string.Empty;
        var lines = File.ReadAllLines(Path.Join(PackedPackage.RepositoryRoot, "docs", page));
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("## ", StringComparison.Ordinal))
            {
                heading = lines[at][3..];
            }
            else if (lines[at].StartsWith(Fence, StringComparison.Ordinal))
            {
                string[] block = [.. lines.Skip(at + 1).TakeWhile(line => line != Fence)];
                yield return new FencedBlock(heading, lines[at][Fence.Length..], block);
                at += block.Length + 1;
            }
        }
    }
}
