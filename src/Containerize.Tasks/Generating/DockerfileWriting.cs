using Containerize.Diagnostics;
using Containerize.Dockerfiles;

namespace Containerize.Generating;

/// <summary>Puts a generated Dockerfile and its ignore file in their place, or says how the ones there differ.</summary>
internal static class DockerfileWriting
{
    /// <summary>BuildKit and buildah look for the ignore file under this name first.</summary>
    public static string IgnorePath(string dockerfile) => dockerfile + ".dockerignore";

    /// <summary>Docker's classic builder looks nowhere else.</summary>
    public static string ContextIgnorePath(string context) => Path.Join(context, ".dockerignore");

    /// <summary>
    /// Whether builders that a file is for would be sent the whole context: what a build on this machine left in <c>obj</c> would take the place of what
    /// the restore in the file made.
    /// </summary>
    public static bool SendsEverything(GeneratedDockerfile generated)
        => generated is { Model.Profile: DockerfileProfile.Plain, ContextIgnoreText: null } && !File.Exists(ContextIgnorePath(generated.Context.Folder));

    /// <param name="regionsOf">The generated file whose custom regions go in; null for the one that is replaced.</param>
    /// <returns>Whether anything had to be written.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.DockerfileNotOurs"/> or <see cref="ErrorCodes.DockerfileNotWritten"/>.</exception>
    public static bool Write(string path, GeneratedDockerfile generated, string? regionsOf = null)
    {
        var written = false;
        foreach (var (file, text) in ListTexts(path, generated, regionsOf))
        {
            if (!file.Says(text))
            {
                file.Write(text);
                written = true;
            }
        }

        return written;
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.DockerfileDrifted"/>.</exception>
    public static void Verify(string path, GeneratedDockerfile generated)
    {
        foreach (var (file, text) in ListTexts(path, generated).Where(entry => !entry.File.Says(entry.Text)))
        {
            var what = file.Exists ? $"line {file.FindFirstDifference(text)} is not what the project says today" : "it does not exist";
            throw new ContainerizeException(
                ErrorCodes.DockerfileDrifted,
                $"Verifying {file.Path} (ContainerizeDockerfileVerify): {what}. Run 'dotnet build -t:ContainerizeDockerfile' and check the file in.");
        }
    }

    private static List<(GeneratedFile File, string Text)> ListTexts(string path, GeneratedDockerfile generated, string? regionsOf = null)
    {
        var dockerfile = GeneratedFile.Open(path);
        var ignore = GeneratedFile.Open(IgnorePath(path));
        var regions = dockerfile.ReadRegions();
        if (regionsOf is not null)
        {
            var other = GeneratedFile.Open(regionsOf);
            regions = other.IsGenerated ? other.ReadRegions() : CustomRegions.None;
        }

        var places = generated.Model.Stages.SelectMany(stage => stage.Instructions).OfType<Instruction.Region>().Select(region => region.Name).ToArray();
        if (regions.Names.Except(places, StringComparer.Ordinal).FirstOrDefault() is { } homeless)
        {
            throw new ContainerizeException(
                ErrorCodes.DockerfileNotWritten,
                $"Writing {path}: the custom region '{homeless}' has no place in the file, and its lines would be lost. "
                + $"Move them to one of {string.Join(", ", places)}.");
        }

        ignore.RefuseOthers(GeneratedFile.OtherPath);
        List<(GeneratedFile File, string Text)> texts = [(dockerfile, DockerfileWriter.Write(generated.Model, regions)), (ignore, generated.IgnoreText)];
        if (generated.ContextIgnoreText is { } text)
        {
            texts.Add((OpenContextIgnoreFile(generated.Context.Folder, text), text));
        }

        return texts;
    }

    /// <summary>One context may have several Dockerfiles, and each of them would leave out what another needs.</summary>
    private static GeneratedFile OpenContextIgnoreFile(string context, string text)
    {
        var file = GeneratedFile.Open(ContextIgnorePath(context));
        file.RefuseOthers("Move it away, or leave ContainerizeDockerignore empty");
        if (file.Exists && file.FindOrigin() is { } other && other != IgnoreFile.FindOrigin(text) && File.Exists(Path.Join(context, other)))
        {
            throw new ContainerizeException(
                ErrorCodes.DockerfileNotOurs,
                $"Writing {file.Path}: it is the ignore file of {other}, which is in this folder too, and a folder has one for all builds. "
                + "Give this project a folder of its own with ContainerizeDockerfileContext, or leave ContainerizeDockerignore empty and write one for both.");
        }

        return file;
    }
}
