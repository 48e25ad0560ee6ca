using Containerize.Layering;

namespace Containerize.Explaining;

/// <summary>A layer of ours before anybody can read it: its files as they were planned, each with the reason for its layer.</summary>
internal static class OwnLayer
{
    /// <param name="workingDirectory">Absolute path in the image, which relative paths are below.</param>
    public static ExplainedLayer Explain(PlannedLayer plan, string workingDirectory)
    {
        var files = plan.Files.Where(file => !file.IsFolder).Select(file => Explain(file, workingDirectory));
        return new ExplainedLayer(plan.Class.Name, plan.Class.Meaning)
        {
            Files = [.. files.OrderBy(file => file.Path, StringComparer.Ordinal).DistinctBy(file => file.Path, StringComparer.Ordinal)],
            IsIndependent = true,
        };
    }

    private static ExplainedFile Explain(PublishedFile file, string workingDirectory)
    {
        var path = file.RelativePath.StartsWith('/') ? file.RelativePath : $"{workingDirectory.TrimEnd('/')}/{file.RelativePath}";
        return new ExplainedFile(path.Trim('/'), file.LinkTarget is null ? file.Size : 0)
        {
            Owner = OwnerOf(file),
            Reason = ReasonOf(file),
            Source = file.LinkTarget is null ? file.Source : null,
            LinkTarget = file.LinkTarget,
            Mode = file.Mode,
        };
    }

    private static string OwnerOf(PublishedFile file) => file.Origin switch
    {
        FileOrigin.RuntimePack => ".NET runtime",
        FileOrigin.Host => ".NET host",
        FileOrigin.Package package => $"{package.Id} {package.Version}",
        FileOrigin.Project => "referenced projects",
        FileOrigin.Content => "content",
        FileOrigin.Vendor => "front-end libraries",
        _ => "the app",
    };

    private static string ReasonOf(PublishedFile file) => file.Origin switch
    {
        _ when file.IsChosen => "a ContainerLayer item puts it here",
        _ when file.ChangesWithApp => "rewritten whenever the app is",
        FileOrigin.RuntimePack => "the runtime of a self-contained app",
        FileOrigin.Host => "starts the app",
        FileOrigin.Package { IsPrerelease: true } => "prerelease NuGet package",
        FileOrigin.Package => "NuGet package",
        FileOrigin.Project => "output of a referenced project",
        FileOrigin.Content => "published as it is",
        FileOrigin.Vendor => "written by a framework or a package, for browsers",
        _ => "the app's own, or nothing says whose",
    };
}
