using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Host.Files;

namespace Containerize.Composing;

/// <summary>Puts services into a compose file, or says how the one that is there differs. One that somebody wrote by hand stays as it is.</summary>
/// <param name="path">Absolute.</param>
internal sealed class ComposeWriting(string path)
{
    /// <summary>For projects of one build that each put in their own.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="projects">Absolute paths of the projects that were asked.</param>
    /// <returns>The services as they stand there now, and whether anything had to be written.</returns>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.ComposeNotOurs"/>, <see cref="ErrorCodes.ServiceNameTaken"/> or <see cref="ErrorCodes.DockerfileNotWritten"/>.
    /// </exception>
    public (IReadOnlyList<ServiceBlock> Services, bool Changed) Write(IReadOnlyList<ComposeService> services, IEnumerable<string> projects)
    {
        using var turn = TakeTurn();
        var (file, text, written) = Merge(services, projects);
        var changes = !file.Says(text);
        if (changes)
        {
            file.Write(text);
        }

        return (written, changes);
    }

    /// <inheritdoc cref="Write"/>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ComposeDrifted"/>.</exception>
    public void Verify(IReadOnlyList<ComposeService> services, IEnumerable<string> projects)
    {
        var (file, text, _) = Merge(services, projects);
        if (!file.Says(text))
        {
            var what = file.Exists ? $"line {file.FindFirstDifference(text)} is not what the projects say today" : "it does not exist";
            throw new ContainerizeException(
                ErrorCodes.ComposeDrifted,
                $"Verifying {path} (ContainerizeDockerfileVerify): {what}. Run 'dotnet build -t:ContainerizeCompose' and check the file in.");
        }
    }

    private PathTurn TakeTurn()
    {
        try
        {
            return PathTurn.Take(path, Patience);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.DockerfileNotWritten, $"Waiting to write {path}: {Excerpt.Of(e.Message)}", e);
        }
    }

    private (GeneratedFile File, string Text, IReadOnlyList<ServiceBlock> Written) Merge(IReadOnlyList<ComposeService> services, IEnumerable<string> projects)
    {
        var file = GeneratedFile.Open(path);
        if ((file.Exists && !file.IsGenerated ? path : ComposePlace.FindShadowed(path)) is { } other)
        {
            throw new ContainerizeException(
                ErrorCodes.ComposeNotOurs,
                $"Writing {path}: {(other == path ? "what is there" : $"{Path.GetFileName(other)} beside it, which would no longer be used,")} was not generated "
                + "by Containerize, and stays as it is. Set ContainerizeComposePath to another name such as compose.images.yaml and include that file in it, "
                + "or move it away.");
        }

        try
        {
            var regions = file.ReadRegions();
            var (text, written) = new ComposeMerge(path, ComposeText.Read(file.Text), regions, services, projects).Merge();
            return (file, text, written);
        }
        catch (FormatException e)
        {
            throw new ContainerizeException(
                ErrorCodes.DockerfileNotWritten,
                $"Writing {path}: '{Excerpt.Of(e.Message)}' is not of Containerize and stands outside of the custom regions, so that it would be lost. "
                + "Put it into one: services.NAME, services, volumes, secrets or top.",
                e);
        }
    }
}
