using System.Text.RegularExpressions;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Languages;

/// <summary>
/// An app of another language than .NET's, as its folder tells it: what it stands on, how it starts, what its image has. Nothing here is compiled for
/// .NET; packages are installed, and programs built, by the language's own tool.
/// </summary>
/// <param name="folder">Absolute path of the folder with the sources.</param>
internal abstract partial class LanguageApp(string folder)
{
    /// <summary>Absolute path.</summary>
    public string Folder => folder;

    /// <summary>For messages: <c>Node.js</c>.</summary>
    public abstract string Language { get; }

    /// <summary>What the image stands on unless the project names something else, without the registry.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.BaseImageNotInferred"/>: the folder wants a version that is not understood.</exception>
    public abstract (string Registry, string Repository, string Tag) Base { get; }

    /// <summary>What builds it in a Dockerfile, without the registry.</summary>
    /// <exception cref="ContainerizeException">As <see cref="Base"/>.</exception>
    public virtual (string Registry, string Repository, string Tag) BuildImage => Base;

    /// <summary>Whom containers run as where neither project nor base says it.</summary>
    public abstract string User { get; }

    /// <summary>The user that <see cref="Base"/> names itself; null: root.</summary>
    public virtual string? BaseUser => null;

    /// <summary>The entrypoint that <see cref="Base"/> has.</summary>
    public virtual IReadOnlyList<string> BaseEntrypoint => ["docker-entrypoint.sh"];

    /// <summary>Environment variables, where the project does not say otherwise.</summary>
    /// <param name="workingDirectory">Absolute path in the image of what the app's folder becomes.</param>
    public abstract IReadOnlyList<KeyValuePair<string, string>> ListVariables(string workingDirectory);

    /// <summary>What the app listens on where that is known, such as <c>8080/tcp</c>.</summary>
    public virtual IReadOnlyList<string> Ports => [];

    /// <summary>The app's command, in words. A first one that begins with <c>./</c> is a file of the app.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppCommandUnknown"/>: nothing in the folder tells.</exception>
    public abstract IReadOnlyList<string> FindCommand();

    /// <summary>What is no part of the app, as builders read it (.dockerignore).</summary>
    public abstract string IgnoreText { get; }

    /// <summary>Paths below the folder that a builder needs and the image does not.</summary>
    public virtual IReadOnlyList<string> OnlyForBuilder => [];

    /// <summary>Folders that go into the image.</summary>
    /// <param name="target">Whose <see cref="AppTarget.Folder"/> has what <see cref="PrepareAsync"/> made.</param>
    public abstract IReadOnlyList<AppContent> ListContent(AppTarget target);

    /// <summary>Where a file of the app came from.</summary>
    /// <param name="path">Below the working directory, <c>/</c> between parts.</param>
    public abstract FileOrigin OriginOf(string path);

    /// <summary>Installs packages, or builds the program, if anything changed since that was done last.</summary>
    /// <exception cref="ContainerizeException">With the code of what went wrong.</exception>
    public abstract Task PrepareAsync(AppTarget target, LanguageTools tools, CancellationToken cancellationToken);

    /// <summary>How a Dockerfile installs packages; null: there are none.</summary>
    /// <exception cref="ContainerizeException">With the code of what no Dockerfile can do.</exception>
    public abstract LayerStep? DescribeRestore();

    /// <summary>How a Dockerfile makes the rest.</summary>
    public abstract LayerStep DescribePublish();

    /// <summary>Files of the sources, without what the ignore rules leave out.</summary>
    protected AppContent Sources => AppContent.OfSources(folder, IgnoreText + string.Concat(OnlyForBuilder.Select(path => path + "\n")));

    /// <summary>The version that a base names in its tag, if it is an image of the language.</summary>
    /// <param name="repository">The last part of the name that such images have.</param>
    public static string? FindVersion(ImageReference image, string repository)
        => image.Repository.Split('/')[^1] == repository && TagVersion().Match(image.Tag ?? string.Empty) is { Success: true } version ? version.Value : null;

    /// <summary>What builds it in a Dockerfile for a base that the project names: of packages that were compiled the system has to be the base's.</summary>
    public (string Registry, string Repository, string Tag) BuildImageFor(ImageReference image)
        => image.Tag?.Contains("alpine", StringComparison.OrdinalIgnoreCase) == true && BuildImage.Tag.EndsWith("-slim", StringComparison.Ordinal)
            ? (BuildImage.Registry, BuildImage.Repository, BuildImage.Tag[..^"slim".Length] + "alpine")
            : BuildImage;

    /// <summary>The base as a reference.</summary>
    /// <param name="registry">In place of the usual one; null: that.</param>
    public static ImageReference Reference((string Registry, string Repository, string Tag) image, string? registry)
        => ImageReference.TryParse($"{registry ?? image.Registry}/{image.Repository}:{image.Tag}", out var reference)
            ? reference
            : throw new ContainerizeException(
                ErrorCodes.InvalidRegistry,
                $"Choosing the base image: ContainerizeBaseRegistry is '{Excerpt.Of(registry)}', which is not a registry. "
                    + "Give host[:port], and the path if the mirror has one.");

    [GeneratedRegex(@"^\d{1,3}(\.\d{1,4}){0,2}(?![\d.])", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex TagVersion();
}
