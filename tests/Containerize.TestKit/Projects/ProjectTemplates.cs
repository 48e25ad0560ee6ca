namespace Containerize.TestKit.Projects;

/// <summary>Projects of each kind, as <c>dotnet new</c> makes them, with their sources.</summary>
public static class ProjectTemplates
{
    private const string Framework = "net10.0";

    public static ProjectCreator Console(this TestWorkspace workspace, string name = "App")
        => workspace.App(name, "Microsoft.NET.Sdk").Property("OutputType", "Exe").File("Program.cs", Sources.Console);

    public static ProjectCreator Web(this TestWorkspace workspace, string name = "App", bool withAssets = false)
    {
        var project = workspace.App(name, "Microsoft.NET.Sdk.Web").File("Program.cs", Sources.Web).File("appsettings.json", "{}");
        return withAssets ? project.File("wwwroot/index.html", "<h1>hello</h1>").File("wwwroot/css/site.css", "h1 { color: teal }") : project;
    }

    public static ProjectCreator Worker(this TestWorkspace workspace, string name = "App")
        => workspace.App(name, "Microsoft.NET.Sdk.Worker").ItemPackageReference("Microsoft.Extensions.Hosting", "10.0.12").File("Program.cs", Sources.Worker);

    public static ProjectCreator Library(this TestWorkspace workspace, string name = "Shared")
        => workspace.App(name, "Microsoft.NET.Sdk").File("Greeting.cs", Sources.Library);

    public static ProjectCreator FSharpConsole(this TestWorkspace workspace, string name = "App") => ProjectCreator
        .Create(workspace, Path.Join(name, name + ".fsproj"))
        .Property("TargetFramework", Framework)
        .Property("OutputType", "Exe")
        .ItemInclude("Compile", "Program.fs")
        .File("Program.fs", Sources.FSharpConsole);

    public static ProjectCreator BlazorWebAssembly(this TestWorkspace workspace, string name = "App")
        => workspace.App(name, "Microsoft.NET.Sdk.BlazorWebAssembly")
            .ItemPackageReference("Microsoft.AspNetCore.Components.WebAssembly", "10.0.12")
            .File("Program.cs", Sources.BlazorWebAssembly)
            .File("wwwroot/index.html", "<div id=\"app\"></div><script src=\"_framework/blazor.webassembly.js\"></script>");

    private static ProjectCreator App(this TestWorkspace workspace, string name, string sdk) => ProjectCreator
        .Create(workspace, Path.Join(name, name + ".csproj"), sdk)
        .Property("TargetFramework", Framework)
        .Property("Nullable", "enable")
        .Property("ImplicitUsings", "enable");
}
