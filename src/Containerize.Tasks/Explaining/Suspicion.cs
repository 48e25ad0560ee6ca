using Containerize.Describing.Secrets;

namespace Containerize.Explaining;

/// <summary>Why a file may not be meant for an image, by its name, place and permissions.</summary>
/// <param name="Rank">The lower, the more it matters.</param>
internal sealed record Suspicion(int Rank, string Kind, string Title)
{
    private const int SetUser = 0x800;
    private const int WritableByAll = 0x2;

    private static readonly Suspicion Secret = new(1, "secret", "May hold a secret, which everybody can read who gets the image");
    private static readonly Suspicion Versions = new(2, "versions", "Version control's own files: they hold all that ever was in the repository");
    private static readonly Suspicion RunsAsOwner = new(3, "setuid", "Runs as its owner, whoever starts it (setuid)");
    private static readonly Suspicion Writable = new(4, "writable", "Everybody in the container may change it");
    private static readonly Suspicion Sources = new(5, "sources", "Sources and project files: what an app is built of, and does not need to run");
    private static readonly Suspicion Caches = new(6, "cache", "Left by a package manager or a build");
    private static readonly Suspicion Symbols = new(7, "symbols", "Debug symbols");

    private static readonly string[] SourceNames =
        [".csproj", ".fsproj", ".vbproj", ".sln", ".slnx", ".cs", ".go", ".rs", ".java", "dockerfile", ".dockerignore", ".gitignore", ".gitattributes"];

    private static readonly string[] CacheFolders =
    [
        "var/lib/apt/lists/", "var/cache/apt/", "var/cache/apk/", "var/cache/dnf/", "var/cache/yum/",
        "root/.cache/", "root/.nuget/", "root/.npm/", "tmp/", "var/tmp/",
    ];

    /// <returns>Null: nothing speaks against it.</returns>
    public static Suspicion? Of(ExplainedFile file)
    {
        if (file.LinkTarget is not null)
        {
            return null;
        }

        var path = file.Path;
        var name = path[(path.LastIndexOf('/') + 1)..];
        return SecretFile.KindOf(path) is not null ? Secret
            : $"/{path}".Contains("/.git/", StringComparison.Ordinal) || $"/{path}".Contains("/.svn/", StringComparison.Ordinal) ? Versions
            : (file.Mode & SetUser) > 0 ? RunsAsOwner
            : (file.Mode & WritableByAll) > 0 ? Writable
            : CacheFolders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)) ? Caches
            : SourceNames.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) ? Sources
            : name.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dbg", StringComparison.Ordinal) ? Symbols
            : null;
    }
}
