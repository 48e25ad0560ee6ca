using System.Diagnostics;
using System.Xml.Linq;
using Containerize.TestKit.Projects;
using Xunit;

namespace Containerize.Tests.Sdk;

/// <summary>The shop of docs/recipes.md: a web project in a git work tree, published by the page's own lines.</summary>
public sealed class RecipeShop : IAsyncLifetime
{
    public const string Tag = "v1.4.0";

    public Publisher Publisher { get; private set; } = null!;

    /// <summary>Where the page's lines are run.</summary>
    public string Folder => Publisher.Workspace.PathOf("src/Shop");

    /// <summary>Takes the place of whatever registry a line names, and of Microsoft's.</summary>
    public string[] ToRegistry => [$"-p:ContainerRegistry={Publisher.Registry.Host}", ToBase];

    public string ToBase => $"-p:ContainerizeBaseRegistry={Publisher.Registry.Host}";

    public async ValueTask InitializeAsync()
    {
        Publisher = await Publisher.StartAsync();
        Create(Publisher.Workspace.WithPackageInside()).ByReference().Save();
        Publisher.Workspace.Write(".gitignore", "bin/\nobj/\n.home/\n");
        await RunAsync("git", Publisher.Workspace.Root, "init", "-q");
        await RunAsync("git", Publisher.Workspace.Root, "add", ".");
        await RunAsync("git", Publisher.Workspace.Root, "-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "sources");
        await RunAsync("git", Publisher.Workspace.Root, "tag", Tag);
    }

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();

    /// <summary>Runs a line of the page, taken apart by bash.</summary>
    /// <param name="line">Begins with <c>dotnet</c>.</param>
    /// <param name="folder">Where; null: in the project's folder.</param>
    /// <param name="more">What stands in for what is not here.</param>
    public async Task<DotnetResult> RunLineAsync(string line, string? folder = null, params string[] more)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "there is no /bin/bash");
        var words = (await RunAsync("/bin/bash", folder ?? Folder, "-c", $"printf '%s\\n' {line}")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return await Publisher.Workspace.Dotnet.RunAsync([.. words.Skip(1), .. more], TestContext.Current.CancellationToken, folder ?? Folder);
    }

    internal static ProjectCreator Create(TestWorkspace workspace, string path = "src/Shop/Shop.csproj") => workspace.Project(path, "Microsoft.NET.Sdk.Web")
        .Property("TargetFramework", "net10.0").Property("Nullable", "enable").Property("ImplicitUsings", "enable")
        .File("Program.cs", Sources.Web);

    /// <summary>Saves a project with blocks of the page in it, as a reader would put them there.</summary>
    internal static ProjectCreator SaveWith(ProjectCreator project, params string[] blocks)
    {
        project.Save();
        var document = XDocument.Load(project.FullPath);
        foreach (var element in blocks.SelectMany(block => XElement.Parse($"<Block>{block}</Block>").Elements()))
        {
            document.Root!.Add(element.Name.LocalName is "PropertyGroup" or "ItemGroup" or "Target"
                ? element
                : new XElement(element.Attribute("Include") is null ? "PropertyGroup" : "ItemGroup", element));
        }

        document.Save(project.FullPath);
        return project;
    }

    private static async Task<string> RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
