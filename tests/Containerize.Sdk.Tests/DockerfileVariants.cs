using System.Xml.Linq;
using Containerize.TestKit.Projects;

namespace Containerize.Tests.Sdk;

/// <summary>Projects of every shape that a Dockerfile is generated for. What they restore is small or comes with the SDK.</summary>
internal static class DockerfileVariants
{
    private static readonly Dictionary<string, string> Published = new(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "PreserveNewest" };

    /// <summary>For the profiles that are not the default: shapes that are the same as another one but for that (GoldenProfileTests compares them).</summary>
    private static readonly Dictionary<string, string[]> Profiles = new(StringComparer.Ordinal)
    {
        ["plain"] = ["web", "self-contained", "native-aot", "spaces"],
        ["buildkit"] = ["web", "self-contained"],
    };

    private static readonly Dictionary<string, Func<TestWorkspace, ProjectCreator>> All = new(StringComparer.Ordinal)
    {
        ["console"] = workspace => workspace.Console(),
        ["worker"] = workspace => workspace.Worker(),
        ["web"] = workspace => workspace.Web(withAssets: true).WithStablePackage().WithPrereleasePackage().ItemProjectReference(workspace.Library().Save()),
        ["fsharp"] = workspace => workspace.FSharpConsole(),
        ["several-frameworks"] = workspace => ProjectCreator.Create(workspace, "App/App.csproj")
            .Property("TargetFrameworks", "net9.0;net10.0").Property("ContainerizeTargetFramework", "net10.0").Property("OutputType", "Exe")
            .File("Program.cs", Sources.Console),
        ["self-contained"] = workspace => workspace.Console().Property("PublishSelfContained", "true"),
        ["single-file"] = workspace => workspace.Console().Property("PublishSingleFile", "true").Property("SelfContained", "false")
            .ItemInclude("None", "data.txt", metadata: Published).File("data.txt", "data"),
        ["ready-to-run"] = workspace => workspace.Console().Property("PublishReadyToRun", "true").Property("SelfContained", "false").WithStablePackage(),
        ["native-aot"] = workspace => workspace.Console().Property("PublishAot", "true"),
        ["alpine"] = workspace => workspace.Web().Property("ContainerFamily", "alpine"),
        ["chiseled"] = workspace => workspace.Web().Property("ContainerFamily", "noble-chiseled").Property("InvariantGlobalization", "true"),
        ["one-platform"] = workspace => workspace.Console().Property("RuntimeIdentifier", "linux-arm64").Property("SelfContained", "false"),
        ["assembly-name"] = workspace => workspace.Console().Property("AssemblyName", "Contoso.Shop"),
        ["spaces"] = workspace => workspace.Console("My app é").ItemProjectReference(workspace.Library("A library").Save()),
        ["editors"] = workspace => workspace.Web().Property("ContainerizeBaseStage", "true")
            .ItemInclude("ContainerRun", "curl", metadata: Command("apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*"))
            .ItemInclude("ContainerRun", "data", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Command"] = "install -d -o $APP_UID /data", ["Position"] = "after" }),
        ["version-from-git"] = workspace => workspace.Console().ItemPackageReference("MinVer", "8.0.0", privateAssets: "all")
            .File("version.json", "{}").File("GitVersion.yml", string.Empty),
        ["node"] = workspace => WithFile(workspace, "client/package.json", "{}").Web()
            .Target("BuildClient", "PrepareForPublish", Exec("npm run build", "../client"), Exec("npm run build", "admin"))
            .File("../client/package-lock.json", "{}").File("../client/index.js", "0").File("../client/node_modules/left/index.js", "0")
            .File("admin/package.json", "{}").File("admin/package-lock.json", "{}"),
        ["node-app"] = workspace => Content(workspace).Property("ContainerExclude", "*.map;docs/[a]*")
            .File("package.json", """{ "scripts": { "start": "node server.js" }, "dependencies": { "express": "5" }, "workspaces": ["packages/*"] }""")
            .File("package-lock.json", """{ "packages": { "node_modules/express": {}, "node_modules/a b": { "resolved": "packages/a b", "link": true }, "packages/a b/node_modules/express": {} } }""")
            .File("packages/a b/package.json", "{}").File(".npmrc", "//npm.example/:_authToken=${NPM_TOKEN}").File("public/a.css", "a").File("server.js", "1").File(".dockerignore", "notes\n")
            .ItemInclude("ContainerVolume", "/data").ItemInclude("ContainerDirectory", "uploads").ItemInclude("ContainerPort", "3000"),
        ["python-app"] = workspace => Content(workspace)
            .File("requirements.txt", "-r base.txt\n--index-url https://${INDEX_USER}:${INDEX_TOKEN}@pypi.example/simple\ngunicorn==1\n").File("base.txt", "flask==1\n")
            .File("app.py", "app = Flask(__name__)\n").File("static/a.css", "a").File(".python-version", "3.12"),
        ["go-app"] = workspace => Content(workspace)
            .File("go.mod", "module example.com/shop/v2\n\ngo 1.24\n\nrequire example.com/kit v1.0.0\n").File("go.sum", "x").File("cmd/api/main.go", "package main\n"),
        // Its SDK need not be there where the file is generated.
        ["esproj"] = workspace => WithFile(workspace, "client/client.esproj", "<Project Sdk=\"Microsoft.VisualStudio.JavaScript.Sdk/1.0.2752196\" />").Web()
            .ItemInclude("ProjectReference", "../client/client.esproj", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["ReferenceOutputAssembly"] = "false" })
            .File("../client/package.json", "{}").File("../client/package-lock.json", "{}").File("../client/src/index.jsx", "0"),
        // Without the workload NuGet restores nothing, but for who only looks.
        ["blazor-native"] = workspace => workspace.BlazorWebAssembly().Property("WasmBuildNative", "true").Property("DesignTimeBuild", "true"),
        ["tests"] = workspace =>
        {
            var app = workspace.Console().Property("ContainerizeTestProject", "../App.Tests/App.Tests.csproj");
            workspace.Console("App.Tests").Property("IsTestProject", "true").ItemProjectReference(app).Save();
            return app;
        },
        ["blazor-webassembly"] = workspace => workspace.BlazorWebAssembly(),
        ["inputs-elsewhere"] = workspace => WithFile(workspace, "company.snk", "key").Console()
            .Property("AssemblyOriginatorKeyFile", "$(MSBuildThisFileDirectory)../company.snk")
            .ItemInclude("None", "tools/ffmpeg/bin/**", metadata: Published).File("tools/ffmpeg/bin/ffmpeg", "program"),
        ["private-feeds"] = workspace => workspace.Console()
            .ItemInclude("ContainerizeNuGetCredential", "my-feed;GitHub Packages")
            .ItemInclude("ContainerizeNuGetCredential", "azure", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Variable"] = "VSS_NUGET_EXTERNAL_FEED_ENDPOINTS" }),
        ["everything-said"] = workspace => workspace.Web()
            .Property("ContainerUser", "1234").Property("ContainerStopSignal", "SIGINT").Property("ContainerWorkingDirectory", "/srv/app").Property("ContainerizeDockerfileProfile", "buildkit")
            .Property("ContainerRepository", "acme/shop").Property("ContainerImageTag", "2.0")
            .ItemInclude("ContainerPort", "9000;9001/udp")
            .ItemInclude("ContainerVolume", "/data")
            .ItemInclude("ContainerHealthCheck", "dotnet;/srv/app/App.dll;--is it well").Property("ContainerHealthCheckInterval", "1m30s").Property("ContainerHealthCheckRetries", "2")
            .ItemInclude("ContainerEnvironmentVariable", "GREETING", metadata: Value("hello \"you\" for $5"))
            .ItemInclude("ContainerLabel", "com.example.team", metadata: Value("shop"))
            .ItemInclude("ContainerAppCommandArgs", "--verbose")
            .ItemInclude("ContainerDefaultArgs", "serve")
            .ItemInclude("ContainerizeBuildArgument", "BuildNumber", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Value"] = "0", ["Stage"] = "publish" })
            .ItemInclude("ContainerizeBuildArgument", "Edition", metadata: Value("free of charge"))
            .ItemInclude("ContainerRun", "curl", metadata: Command("apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*"))
            .ItemInclude("ContainerLayer", "models", metadata: new Dictionary<string, string>(StringComparer.Ordinal) { ["Files"] = "models/*", ["After"] = "packages" })
            .ItemInclude("None", "models/small.bin", metadata: Published).File("models/small.bin", "model"),
    };

    public static IEnumerable<string> Names => All.Keys.Concat(Profiles.SelectMany(profile => profile.Value.Select(variant => $"{variant}-{profile.Key}")));

    public static ProjectCreator Create(string variant, TestWorkspace workspace)
    {
        var profile = Profiles.Keys.FirstOrDefault(profile => variant.EndsWith("-" + profile, StringComparison.Ordinal));
        return profile is null
            ? All[variant](workspace).BySdk()
            : All[variant[..^(profile.Length + 1)]](workspace).BySdk()
                .Property("ContainerizeDockerfileProfile", profile)
                .Property("ContainerizeDockerignore", profile == "plain" ? "true" : "false");
    }

    private static XElement Exec(string command, string folder) => new("Exec", new XAttribute("Command", command), new XAttribute("WorkingDirectory", folder));

    private static TestWorkspace WithFile(TestWorkspace workspace, string path, string content)
    {
        workspace.Write(path, content);
        return workspace;
    }

    private static Dictionary<string, string> Value(string value) => new(StringComparer.Ordinal) { ["Value"] = value };

    private static Dictionary<string, string> Command(string command) => new(StringComparer.Ordinal) { ["Command"] = command };

    /// <summary>With no SDK but ours, which every variant gets.</summary>
    private static ProjectCreator Content(TestWorkspace workspace) => workspace.Project("App/App.proj", sdk: null);
}
