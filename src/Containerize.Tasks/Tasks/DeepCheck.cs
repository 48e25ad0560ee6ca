using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Dockerfiles.Context;
using Containerize.Dockerfiles.Mentions;
using Containerize.Generating;
using Containerize.Host;
using Containerize.Host.Programs;

namespace Containerize.Tasks;

/// <summary>
/// Builds the project here, and compares what MSBuild, compilers and generators read with what the Dockerfile that is kept gives to a builder.
/// </summary>
/// <param name="globals">The build's global properties.</param>
internal sealed class DeepCheck(DockerfileRequest request, BuildContext context, IReadOnlyDictionary<string, string> globals, HostEnvironment host)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    /// <summary>What a builder lacks is told file by file, up to this many.</summary>
    private const int Most = 20;

    private readonly string project = request.Projects[^1].Path;

    /// <returns>One fault for each file that the builder would not have.</returns>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.DeepCheckFailed"/>: the build failed. <see cref="ErrorCodes.DockerfileDrifted"/>: there is no Dockerfile to compare with.
    /// </exception>
    public async Task<IReadOnlyList<ContainerizeException>> FindMissingAsync(CancellationToken cancellationToken)
    {
        var ignore = IgnoreRules.Parse(ReadKept(DockerfileWriting.IgnorePath(request.Path)));
        var copied = CopiedSources.Parse(ReadKept(request.Path));
        string[] read = [.. await ListReadFilesAsync(cancellationToken)];
        ContainerizeException[] missing = [.. read.Select(path => Explain(path, ignore, copied)).OfType<string>().Select(Missing)];
        return missing.Length <= Most
            ? missing
            : [.. missing.Take(Most), Missing($"{missing.Length - Most} more files, which the builder would not have either")];
    }

    /// <summary>Why a builder would not have a file; null when it would.</summary>
    private string? Explain(string path, IgnoreRules ignore, CopiedSources copied)
    {
        if (!BuildContextReader.IsBelow(path, context.Folder))
        {
            return $"{path}, which lies outside of the build context {context.Folder}";
        }

        var relative = PathText.ToSlashes(Path.GetRelativePath(context.Folder, path));
        if (ignore.FindWhatLeavesOut(relative) is { } line)
        {
            return $"{relative}, which the line '{line}' of {Path.GetFileName(DockerfileWriting.IgnorePath(request.Path))} leaves out";
        }

        return copied.Take(relative) ? null : $"{relative}, which no COPY instruction of {Path.GetFileName(request.Path)} takes";
    }

    private async Task<IEnumerable<string>> ListReadFilesAsync(CancellationToken cancellationToken)
    {
        var work = Directory.CreateTempSubdirectory("containerize-deep-").FullName;
        try
        {
            var list = Path.Join(work, "read.txt");
            await BuildAsync(list, Path.Join(work, "publish"), cancellationToken);
            var listed = await File.ReadAllLinesAsync(list, cancellationToken);
            string[] read = [.. listed.Where(path => !BuildContextReader.IsBelow(path, work) && IsSource(path))];
            var mentioned = FileMentions.Follow(read, [.. request.Projects.Select(one => one.Folder)], isDocumented: true).Where(IsSource);
            return read.Concat(mentioned).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task BuildAsync(string list, string publishFolder, CancellationToken cancellationToken)
    {
        var given = SourceGraphReader.ChooseGlobals(globals).Where(global => global.Key is not ("ContainerImage" or "ContainerizeBuilder")
            && !global.Key.StartsWith("ContainerizeDockerfile", StringComparison.OrdinalIgnoreCase));
        string[] arguments =
        [
            "msbuild", project, "-restore", "-t:Rebuild;Publish", "-nologo", "-noconlog", "-nodeReuse:false",
            // What tasks are given is told to nobody who listens less closely.
            "-v:diagnostic",
            .. given.Select(global => $"-p:{global.Key}={DockerfileRequestReader.Escape(global.Value)}"),
            .. request.TargetFramework is { } framework ? [$"-p:TargetFramework={framework}"] : Array.Empty<string>(),
            $"-p:PublishDir={publishFolder}{Path.DirectorySeparatorChar}",
            // Neither an image nor machine code: both read what has been compiled by then.
            "-p:ContainerImage=false", "-p:ContainerizeDockerfile=false", "-p:NativeCompilationDuringPublish=false",
            $"-logger:{typeof(ReadFilesLogger).FullName},{typeof(ReadFilesLogger).Assembly.Location};{list}",
        ];
        var call = new ProgramCall(host[FileBasedApp.RunningDotnet] ?? "dotnet", arguments, Limit)
        {
            WorkingDirectory = Path.GetDirectoryName(project),
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["MSBUILDLOGIMPORTS"] = "1" },
        };
        try
        {
            var result = await ProgramRunner.RunAsync(call, cancellationToken) ?? throw Failed($"there is no {call.Program}");
            if (!result.Succeeded)
            {
                var error = ReadFilesLogger.ErrorFile(list);
                throw Failed(File.Exists(error) ? await File.ReadAllTextAsync(error, cancellationToken) : result.LastErrorLine);
            }
        }
        catch (TimeoutException)
        {
            throw Failed($"it took longer than {Limit.TotalMinutes:0} minutes");
        }
    }

    /// <summary>A file of the user's that was there before the build.</summary>
    private bool IsSource(string path)
    {
        var all = request.Projects;
        return all.Any(one => BuildContextReader.IsBelow(path, one.Reach))
            && !all.Any(one => one.OutputFolders.Concat(one.ForeignFolders).Any(folder => BuildContextReader.IsBelow(path, folder)))
            && !path.EndsWith(".user", StringComparison.Ordinal)
            && path != request.Path
            && path != DockerfileWriting.IgnorePath(request.Path)
            // A user's own settings may lie above all projects, or between them.
            && !BuildContextReader.IsBelow(path, Path.Join(host.HomeDirectory, ".nuget"))
            && !BuildContextReader.IsBelow(path, Path.Join(host.HomeDirectory, ".config"))
            && File.Exists(path);
    }

    private static string ReadKept(string path) => File.Exists(path)
        ? File.ReadAllText(path)
        : throw new ContainerizeException(
            ErrorCodes.DockerfileDrifted,
            $"Verifying {path} (ContainerizeDockerfileVerify): it does not exist. Run 'dotnet build -t:ContainerizeDockerfile' and check the file in.");

    private ContainerizeException Missing(string what) => new(
        ErrorCodes.InputNotInContext,
        $"Verifying {request.Path} (ContainerizeDockerfileVerify=deep): the build read {what}. Name it in an item or a property of the project, or in a "
        + "ContainerizeBuildInput item if the restore needs it, and run 'dotnet build -t:ContainerizeDockerfile'.");

    private ContainerizeException Failed(string reason) => new(
        ErrorCodes.DeepCheckFailed,
        $"Verifying {request.Path} (ContainerizeDockerfileVerify=deep): the build whose inputs are to be compared failed: {Excerpt.Of(reason)} "
        + $"Make 'dotnet publish {Path.GetFileName(project)}' work, then verify.");
}
