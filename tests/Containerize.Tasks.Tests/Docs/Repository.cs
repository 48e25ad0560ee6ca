namespace Containerize.Tests.Docs;

/// <summary>The checkout that these tests were built from, whose documentation they read.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Docs { get; } = Path.Join(Root, "docs");

    /// <summary>The pages that ship or are published: README.md, CONTRIBUTING.md and everything below docs.</summary>
    public static IReadOnlyList<Page> Pages { get; } =
    [
        Page.Read(Path.Join(Root, "README.md")),
        Page.Read(Path.Join(Root, "CONTRIBUTING.md")),
        .. Directory.EnumerateFiles(Docs, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Page.Read),
    ];

    private static string FindRoot()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Join(folder, "Containerize.sln")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"No Containerize.sln above {AppContext.BaseDirectory}.");
    }
}
