using Containerize.Diagnostics;
using Containerize.Dockerfiles;

namespace Containerize.Generating;

/// <summary>Puts a generated Dockerfile and its ignore file in their place, or says how the ones there differ.</summary>
internal static class DockerfileWriting
{
    /// <summary>BuildKit and buildah look for the ignore file under this name first.</summary>
    public static string IgnorePath(string dockerfile) => dockerfile + ".dockerignore";

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

    private static IEnumerable<(GeneratedFile File, string Text)> ListTexts(string path, GeneratedDockerfile generated, string? regionsOf = null)
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

        _ = ignore.ReadRegions();
        return [(dockerfile, DockerfileWriter.Write(generated.Model, regions)), (ignore, generated.IgnoreText)];
    }
}
