namespace Containerize.Dockerfiles;

/// <summary>Restores the packages of a folder with npm, in a step of its own.</summary>
internal static class NodeRestore
{
    /// <summary>Where npm keeps what it downloaded, for root.</summary>
    private const string Cache = "/root/.npm";

    /// <summary>Packages stay cached until a lock file changes; the publish finds them beside the sources, and node_modules is in no context.</summary>
    public static IEnumerable<Instruction> Compose(NodeFolder folder, DockerfileProfile profile)
    {
        var command = folder.IsLocked ? "npm ci" : "npm install";
        return
        [
            .. MultiStageDockerfile.CopyFiles(folder.Files),
            new Instruction.Run([folder.Folder.Length == 0 ? command : $"{command} --prefix {DockerfileText.QuoteForShell(folder.Folder)}"])
            {
                Mounts = profile == DockerfileProfile.Plain ? [] : [new Mount.Cache(Cache)],
            },
        ];
    }
}
