using Containerize.Describing;
using Containerize.Dockerfiles;
using Containerize.Dockerfiles.Mentions;
using Containerize.Host;
using Microsoft.Build.Evaluation;

namespace Containerize.Tasks;

/// <summary>Picks from the evaluations of a project what a build elsewhere would need of it.</summary>
internal static class EvaluatedProject
{
    /// <summary>Item types that are copied to the publish directory as they are, when their metadata say so.</summary>
    private static readonly string[] CopiedTypes = ["Content", "None", "EmbeddedResource", "Compile"];

    private static readonly string[] OutputProperties = ["BaseIntermediateOutputPath", "BaseOutputPath", "MSBuildProjectExtensionsPath", "PublishDir"];

    private static readonly string[] SourceProperties = ["RestoreSources", "RestoreAdditionalProjectSources"];

    private static readonly string[] TargetMetadata = ["TargetPath", "Link"];

    /// <param name="entryPoint">The C# file that stands for a project which exists in memory only; else null.</param>
    /// <param name="evaluations">The same project for its target frameworks; the first may be the one for none.</param>
    /// <param name="named">What it names besides its items.</param>
    public static SourceProject Describe(string projectFile, string? entryPoint, IReadOnlyList<Project> evaluations, NamedInputs named)
    {
        var isOwn = OwnFiles(evaluations);
        var directory = Path.GetDirectoryName(projectFile)!;
        SourceFile[] files =
        [
            .. evaluations.SelectMany(project => project.AllEvaluatedItems)
                .SelectMany(item => ListFiles(item, directory, isOwn))
                .Where(file => isOwn(file.Path)),
            .. named.Files.Select(SourceFile.Named),
        ];
        var isDocumented = evaluations.Any(project => project.GetPropertyValue("DocumentationFile").Length > 0);
        var followed = FileMentions.Follow(files.Select(file => file.Path), [directory, .. named.Folders], isDocumented);
        return new SourceProject
        {
            Path = entryPoint ?? projectFile,
            IsOneFile = entryPoint is not null,
            Imports = PathText.Sort(evaluations.SelectMany(project => project.Imports)
                .Select(import => import.ImportedProject.FullPath)
                .Concat(named.ReadByEvaluation)
                .Where(path => isOwn(path) && !IsOneUsers(path))),
            Files =
            [
                .. files.Concat(followed.Where(path => isOwn(path)).Select(SourceFile.Named))
                    .OrderByDescending(file => file.IsNamed)
                    .DistinctBy(file => (file.Path, file.PublishedAs))
                    .OrderBy(file => file.Path, StringComparer.Ordinal),
            ],
            OutputFolders = ListOutputFolders(evaluations),
            ForeignFolders = ListForeignFolders(evaluations),
            Reach = named.Reach,
            CompilesIgnored = named.CompilesIgnored,
            AssetsFile = evaluations[^1].GetPropertyValue("ProjectAssetsFile") is { Length: > 0 } assets ? ToAbsolute(assets, directory) : string.Empty,
            LockFile = FindLockFile(evaluations, directory),
            PackageSources = PathText.Sort(evaluations.SelectMany(project => SourceProperties
                .SelectMany(name => project.GetPropertyValue(name).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
                // The SDK brings a folder of F#'s own library, in any image of it.
                .Where(source => isOwn(ToAbsolute(source, directory) + Path.DirectorySeparatorChar))),
            OutputReferences = PathText.Sort(evaluations.SelectMany(project => project.GetItems("ProjectReference"))
                .Where(item => !IsFalse(item, "ReferenceOutputAssembly") && !IsFalse(item, "Private"))
                .Select(item => ToAbsolute(item.EvaluatedInclude, directory))
                .Select(path => FileBasedApp.FindEntryPoint(path) ?? path)),
            AssemblyName = evaluations[^1].GetPropertyValue("AssemblyName"),
            HasNoAssembly = string.Equals(
                evaluations[^1].GetPropertyValue("CopyBuildOutputToPublishDirectory"), bool.FalseString, StringComparison.OrdinalIgnoreCase),
            // Targets that NuGet runs before it reads a version. MinVer, Nerdbank.GitVersioning and GitVersion stand in it; the SDK has none.
            MakesVersion = evaluations.Any(project => !string.IsNullOrWhiteSpace(project.GetPropertyValue("GetPackageVersionDependsOn"))),
            NodeFolders = PathText.Sort(evaluations.SelectMany(project => NodeUse.Find(project, isOwn))),
            NativeWebAssembly = [.. evaluations.Where(IsNativeWebAssembly).Select(FindFrameworkMajor).Where(major => major > 0).Distinct().Order()],
            TargetFrameworks = PathText.Sort(evaluations
                .Select(project => project.GetPropertyValue("TargetFramework"))
                .Where(framework => framework.Length > 0)),
        };
    }

    /// <summary>Tells of a path whether it is the user's: nothing of the SDK, of packages and of restores.</summary>
    public static Func<string, bool> OwnFiles(IReadOnlyList<Project> evaluations)
    {
        var foreign = ListForeignFolders(evaluations);
        return path => !foreign.Any(folder => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    private static string[] ListForeignFolders(IReadOnlyList<Project> evaluations) => PathText.Sort(evaluations.SelectMany(ListForeignFolders));

    /// <summary>Absolute paths of the folders that builds write into.</summary>
    public static string[] ListOutputFolders(IReadOnlyList<Project> evaluations) => PathText.Sort(evaluations.SelectMany(project => OutputProperties
        .Select(project.GetPropertyValue)
        .Where(path => path.Length > 0)
        .Select(path => Path.TrimEndingDirectorySeparator(ToAbsolute(path, project.DirectoryPath)))));

    /// <summary>Folders of the SDK, of packages and of restores.</summary>
    private static IEnumerable<string> ListForeignFolders(Project project)
    {
        string[] names = ["MSBuildToolsPath", "NetCoreRoot", "MSBuildUserExtensionsPath", "NuGetPackageRoot", "MSBuildProjectExtensionsPath",
            "BaseIntermediateOutputPath"];
        return names.Select(project.GetPropertyValue)
            .Concat(project.GetPropertyValue("NuGetPackageFolders").Split(';'))
            // Of a program that is one file, all that builds write; a project's may lie in the repository, and is left out by the ignore file.
            .Append(project.GetPropertyValue("FileBasedProgram") == "true" ? project.GetPropertyValue("ArtifactsPath") : string.Empty)
            // An SDK that NuGet brought comes from the packages' folder as well, even where no restore has named that folder yet.
            .Append(project.GetPropertyValue("ContainerizeSdkVersion").Length > 0 ? FindPackageFolderOfThisSdk() : string.Empty)
            .Where(path => path.Length > 0)
            .Select(path => Path.TrimEndingDirectorySeparator(ToAbsolute(path, project.DirectoryPath)));
    }

    /// <summary>…/containerize.sdk/VERSION/tasks/net10.0/[RID/]Containerize.Tasks.dll, or wherever else this assembly is.</summary>
    private static string FindPackageFolderOfThisSdk()
    {
        var folder = Path.GetDirectoryName(typeof(EvaluatedProject).Assembly.Location);
        while (folder is not null && !Directory.Exists(Path.Join(folder, "Sdk")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? string.Empty;
    }

    private static IEnumerable<SourceFile> ListFiles(ProjectItem item, string directory, Func<string, bool> isOwn)
    {
        if (item.ItemType == "ProjectReference")
        {
            yield break;
        }

        var path = ToAbsolute(item.EvaluatedInclude, directory);
        if (item.EvaluatedInclude.Length > 0 && File.Exists(path))
        {
            var publishedAs = FindPublishedPath(item, path, directory);
            yield return new SourceFile(path, item.ItemType, publishedAs, publishedAs is null ? 0 : new FileInfo(path).Length)
            {
                // Those that the .NET SDK lists are whatever lies in the folder.
                IsNamed = isOwn(item.Xml.ContainingProject.FullPath) && !item.UnevaluatedInclude.Contains('*'),
            };
        }

        if (item.ItemType == "ContainerContent" && item.EvaluatedInclude.Length > 0 && Directory.Exists(path))
        {
            foreach (var inside in new FolderWalk(path, $"Reading the ContainerContent item '{Excerpt.Of(item.EvaluatedInclude)}'").ListFiles())
            {
                yield return new SourceFile(inside.Content.FullName, item.ItemType, null);
            }
        }

        if (item.ItemType == "Reference"
            && item.GetMetadataValue("HintPath") is { Length: > 0 } hint
            && ToAbsolute(hint, directory) is var library
            && File.Exists(library))
        {
            yield return SourceFile.Named(library);
        }
    }

    private static string? FindPublishedPath(ProjectItem item, string path, string directory)
    {
        if (!CopiedTypes.Contains(item.ItemType, StringComparer.Ordinal))
        {
            return null;
        }

        var copies = item.GetMetadataValue("CopyToPublishDirectory") is { Length: > 0 } publish ? publish : item.GetMetadataValue("CopyToOutputDirectory");
        if (copies is not ("Always" or "PreserveNewest" or "IfDifferent"))
        {
            return null;
        }

        var target = TargetMetadata.Select(item.GetMetadataValue).FirstOrDefault(value => value.Length > 0) ?? Path.GetRelativePath(directory, path);
        target = PathText.ToSlashes(target);
        return target.StartsWith("../", StringComparison.Ordinal) ? Path.GetFileName(path) : target;
    }

    private static string? FindLockFile(IReadOnlyList<Project> evaluations, string directory)
    {
        var named = evaluations[0].GetPropertyValue("NuGetLockFilePath");
        string[] candidates = named.Length > 0
            ? [named]
            : [$"packages.{Path.GetFileNameWithoutExtension(evaluations[0].FullPath).Replace(' ', '_')}.lock.json", "packages.lock.json"];
        return candidates.Select(path => ToAbsolute(path, directory)).FirstOrDefault(File.Exists);
    }

    private static string ToAbsolute(string path, string directory)
    {
        try
        {
            return Path.GetFullPath(PathText.ToLocal(path), directory);
        }
        catch (ArgumentException)
        {
            // An item may be any text; what is no path names no file.
            return directory;
        }
    }

    /// <summary>MSBuild imports PROJECT.user, where editors keep settings of one machine; a clone of the repository has none.</summary>
    private static bool IsOneUsers(string path) => path.EndsWith(".user", StringComparison.Ordinal);

    /// <summary>What the SDK asks for the workload wasm-tools (learn.microsoft.com, "Blazor WebAssembly build tools"): not every WebAssembly app.</summary>
    private static bool IsNativeWebAssembly(Project project)
        => (IsTrue(project, "UsingMicrosoftNETSdkBlazorWebAssembly") || IsTrue(project, "UsingMicrosoftNETSdkWebAssembly"))
            && (IsTrue(project, "RunAOTCompilation") || IsTrue(project, "WasmBuildNative") || project.GetItems("NativeFileReference").Count > 0);

    private static int FindFrameworkMajor(Project project)
        => Version.TryParse(project.GetPropertyValue("TargetFrameworkVersion").TrimStart('v'), out var version) ? version.Major : 0;

    private static bool IsTrue(Project project, string name) => string.Equals(project.GetPropertyValue(name), "true", StringComparison.OrdinalIgnoreCase);

    private static bool IsFalse(ProjectItem item, string name) => string.Equals(item.GetMetadataValue(name), "false", StringComparison.OrdinalIgnoreCase);
}
