namespace Containerize.Layering;

/// <summary>Which of the published files an image for one platform takes.</summary>
/// <param name="Runtime">Null: libraries for every platform are taken.</param>
/// <param name="TakesSymbols">Whether debug symbols of native code are.</param>
/// <param name="IsNative">Whether the app itself is native code, so that symbols without a file that they belong to are the app's.</param>
internal sealed record FileChoice(ImageRuntime? Runtime = null, bool TakesSymbols = true, bool IsNative = false)
{
    /// <summary>Files that the project does not want (ContainerExclude): patterns as those of <see cref="LayerRule"/>.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Where a publish puts what packages keep for one platform (github.com/dotnet/runtime, docs/design/features/host-probing.md).</summary>
    private const string Runtimes = "runtimes/";

    private const string SymbolFile = ".dbg";
    private const string SymbolFolder = ".dSYM/";

    /// <returns>What is taken, and what is left out, both in the order given.</returns>
    public (IReadOnlyList<PublishedFile> Taken, IReadOnlyList<LeftOutFile> LeftOut) Sort(IReadOnlyList<PublishedFile> files)
    {
        var paths = files.Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        var taken = new List<PublishedFile>(files.Count);
        var leftOut = new List<LeftOutFile>();
        foreach (var file in files)
        {
            if (FindReason(file, paths) is { } reason)
            {
                leftOut.Add(new LeftOutFile(file, reason));
            }
            else
            {
                taken.Add(file);
            }
        }

        return (taken, leftOut);
    }

    private LeftOutReason? FindReason(PublishedFile file, HashSet<string> paths)
    {
        if (Excluded.Any(pattern => LayerRule.Matches(pattern, file.RelativePath)))
        {
            return LeftOutReason.Excluded;
        }

        if (IsForeign(file, paths))
        {
            return LeftOutReason.ForeignRuntime;
        }

        return !TakesSymbols && HoldsSymbols(file, paths) ? LeftOutReason.DebugSymbols : null;
    }

    /// <summary>What the user puts below a folder of that name is data, whatever it is called.</summary>
    private bool IsForeign(PublishedFile file, HashSet<string> paths)
    {
        if (Runtime is null || file.Origin is not FileOrigin.Package || !file.RelativePath.StartsWith(Runtimes, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = file.RelativePath[Runtimes.Length..];
        var slash = rest.IndexOf('/');
        if (slash <= 0)
        {
            return false;
        }

        var identifier = rest[..slash];
        return !Runtime.CanLoad(identifier)
            || (Runtime.FindPreferred(identifier) is { } preferred && paths.Contains($"{Runtimes}{preferred}{rest[slash..]}"));
    }

    private bool HoldsSymbols(PublishedFile file, HashSet<string> paths)
    {
        var path = file.RelativePath;
        if (file.Origin is FileOrigin.Content or FileOrigin.Vendor)
        {
            return false;
        }

        if (path.Contains(SymbolFolder, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return path.EndsWith(SymbolFile, StringComparison.OrdinalIgnoreCase)
            && (IsNative || paths.Contains(path[..^SymbolFile.Length]) || paths.Contains(path[..^SymbolFile.Length] + ".so"));
    }
}
