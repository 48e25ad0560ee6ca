using System.Xml.Linq;
using Containerize.TestKit.Projects;
using Containerize.Tests.Engine.Lab;

namespace Containerize.Tests.Engine.Building;

/// <summary>Projects of unlike shapes, each with what is special about it.</summary>
internal static class Shapes
{
    private static readonly Dictionary<string, string> Published = new(StringComparer.Ordinal) { ["CopyToPublishDirectory"] = "PreserveNewest" };

    /// <summary>What cuts symbols off: LLVM's, if a machine has it, puts sections in another order.</summary>
    private static readonly (string Name, string Value) EveryLinkers = ("ObjCopyName", "objcopy");

    /// <summary>A program of one file has no project.</summary>
    /// <param name="shape">See the cases.</param>
    /// <returns>Absolute path of what is built.</returns>
    public static async Task<string> WriteAsync(string shape, TestWorkspace workspace)
    {
        switch (shape)
        {
            case "program of one file":
                workspace.Write("tools/hello.cs", $"#:package {PackedPackage.Name}@{PackedPackage.Version}\n#:property {EveryLinkers.Name}={EveryLinkers.Value}\n{Sources.Console}\n");
                return workspace.PathOf("tools/hello.cs");
            case "web of two frameworks, with a version from git and a client in React":
                ReactClient.Write(workspace);
                await Command.RunAsync("npm", ["install", "--package-lock-only"], workspace.PathOf(ReactClient.Folder));
                break;
        }

        return Create(shape, workspace).Save().FullPath;
    }

    public static ProjectCreator Create(string shape, TestWorkspace workspace) => shape switch
    {
        "web with a library, packages and assets" => workspace.Web("Web", withAssets: true).Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemPackageReference("Newtonsoft.Json", "13.0.3")
            .ItemPackageReference("System.CommandLine", "2.0.0-beta4.22272.1")
            .ItemProjectReference(workspace.Library().Save())
            .ItemInclude("ContainerEnvironmentVariable", "GREETING", metadata: Verbatim("with \"quotes\", a $dollar and a \\"))
            .ItemInclude("ContainerLabel", "label.of.ours", metadata: Value("x=y z"))
            .ItemInclude("ContainerPort", "9090")
            .ItemInclude("ContainerVolume", "/data")
            .ItemInclude("ContainerHealthCheck", "dotnet;--info")
            .Property("ContainerHealthCheckInterval", "1m30s")
            .Property("ContainerStopSignal", "SIGINT")
            .WithInputsElsewhere(),
        "worker" => workspace.Worker("Worker").Sdk(PackedPackage.Name, PackedPackage.Version)
            .File("ours/root.crt", "authority")
            .File("seed/one.db", "1").File("seed/deep/two.db", "2").File("seed/run", "#!/bin/sh")
            .File("pages/page.txt", "x")
            .ItemInclude("Content", "pages/page.txt", metadata: Published)
            .File("texts/one.txt", "1").File("texts/two.txt", "2").File("texts/deep/two.txt", "2")
            .ItemInclude("Content", "texts/**", metadata: Published)
            .ItemInclude("ContainerPermission", "two", metadata: Metadata("Files=texts/*two.txt Owner=app"))
            .ItemInclude("ContainerContent", "ours/*.crt", metadata: Metadata("TargetPath=/usr/local/share/ca-certificates/"))
            .ItemInclude("ContainerContent", "ours/root.crt", metadata: Metadata("TargetPath=/etc/shop/trust.pem Mode=0440"))
            .ItemInclude("ContainerContent", "seed", metadata: Metadata("TargetPath=/var/lib/shop Owner=app"))
            .ItemInclude("ContainerContent", "seed/run")
            .ItemProjectReference(Models(workspace))
            .ItemInclude("ContainerDirectory", "/var/cache/shop")
            .ItemInclude("ContainerDirectory", "uploads/new", metadata: Metadata("Mode=0700 Owner=3000:4000"))
            .ItemInclude("ContainerPermission", "pages", metadata: Metadata("Files=pages/* Owner=app Mode=0640"))
            .ItemInclude("ContainerExclude", "*.pdb"),
        "console in F# with arguments" => workspace.FSharpConsole("Console").Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemInclude("ContainerAppCommandArgs", "--first;second one")
            .ItemInclude("ContainerDefaultArgs", "third"),
        "self-contained and precompiled" => workspace.Console("SelfContained").Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("PublishSelfContained", "true")
            .Property("PublishReadyToRun", "true")
            .ItemPackageReference("Newtonsoft.Json", "13.0.3"),
        "single file with content" => workspace.Console("SingleFile").Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("PublishSingleFile", "true")
            .Property("SelfContained", "false")
            .ItemInclude("None", "data.txt", metadata: Published)
            .File("data.txt", "some data"),
        "chiseled web in another folder, one layer" => workspace.Web("Chiseled").Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("ContainerFamily", "noble-chiseled")
            .Property("ContainerWorkingDirectory", "/srv/the app")
            .Property("ContainerizeLayering", "single")
            .Property("AssemblyName", "Other.Name"),
        "web below the user's folder, with volumes, links and native libraries" => workspace.Web("Folders", withAssets: true).Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("ContainerWorkingDirectory", "/home/app/site")
            .Property("AssemblyName", "Acme.Db")
            .ItemPackageReference("SQLitePCLRaw.bundle_e_sqlite3", "2.1.11")
            .ItemInclude("ContainerVolume", "/data/db;/tmp;/home/app/site/uploads")
            .ItemInclude("None", "tools/run;tools/start.js", metadata: Published)
            .File("tools/run", "echo run")
            .File("tools/start.js", "#!/usr/bin/env node")
            .Target("Links", afterTargets: "Publish", body: new XElement(
                "Exec",
                new XAttribute("Command", "mkdir -p v1 && echo one > v1/a.txt && ln -sfn v1 current && ln -sfn ../tools/run v1/run"),
                new XAttribute("WorkingDirectory", "$(PublishDir)"))),
        "web of two frameworks, with a version from git and a client in React" => workspace.Project("Web/Web.csproj", "Microsoft.NET.Sdk.Web").Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("TargetFrameworks", "net9.0;net10.0")
            .Property("ContainerizeTargetFramework", "net10.0")
            .Property("ImplicitUsings", "enable")
            .ItemPackageReference("MinVer", "8.0.0", privateAssets: "all")
            .Target("PublishClient", afterTargets: "ComputeFilesToPublish", body: ReactClient.Published())
            .File("Program.cs", Sources.Web),
        "console with central packages and a version that Nerdbank counts" => workspace.Console("Counted").Sdk(PackedPackage.Name, PackedPackage.Version)
            .ItemPackageReference("Newtonsoft.Json")
            // The whole repository gets Nerdbank.GitVersioning from there, as its own documentation has it.
            .File("../" + CentralPackages.FileName, CentralPackages.Create([("Newtonsoft.Json", "13.0.3")], global: [("Nerdbank.GitVersioning", "3.10.94")]))
            .File("../version.json", """{ "version": "1.4" }"""),
        "web in native code" => workspace.Web("Native").Sdk(PackedPackage.Name, PackedPackage.Version)
            .Property("PublishAot", "true")
            .Property(EveryLinkers.Name, EveryLinkers.Value)
            .File("Program.cs", Sources.Web.Replace("CreateBuilder", "CreateSlimBuilder", StringComparison.Ordinal)),
        "static site" => workspace.BlazorWebAssembly("Site").Sdk(PackedPackage.Name, PackedPackage.Version),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "There is no such shape."),
    };

    /// <summary>A key at the root that only a property names, a tool in a folder called bin, and messages from a folder of theirs.</summary>
    private static ProjectCreator WithInputsElsewhere(this ProjectCreator project)
    {
        var workspace = project.Workspace;
        Directory.CreateDirectory(Path.GetDirectoryName(workspace.PathOf("company.snk"))!);
        File.WriteAllBytes(workspace.PathOf("company.snk"), StrongNameKey.Create());
        workspace.Write("protos/common/money.proto", "syntax = \"proto3\";\npackage common;\nmessage Money { int64 cents = 1; }\n");
        workspace.Write("protos/shop.proto", "syntax = \"proto3\";\npackage shop;\nimport \"common/money.proto\";\nmessage Order { common.Money price = 1; }\n");
        return project
            .Property("SignAssembly", "true")
            .Property("AssemblyOriginatorKeyFile", "../company.snk")
            .ItemPackageReference("Google.Protobuf", "3.30.2")
            .ItemPackageReference("Grpc.Tools", "2.66.0", privateAssets: "all")
            .ItemInclude("Protobuf", "../protos/shop.proto;../protos/common/money.proto", metadata: Metadata("ProtoRoot=../protos GrpcServices=None"))
            .File("tools/ffmpeg/bin/ffmpeg", "#!/bin/sh")
            .ItemInclude("None", "tools/ffmpeg/bin/**", metadata: Published);
    }

    /// <summary>A project that is only files, and goes into the image of who references it.</summary>
    private static ProjectCreator Models(TestWorkspace workspace) => ProjectCreator.Create(workspace, "models/Models.proj", $"{PackedPackage.Name}/{PackedPackage.Version}")
        .File("weights/small.bin", "1").File("weights/deep/large.bin", "2")
        .ItemInclude("ContainerContent", "weights/**/*.bin", metadata: Metadata("TargetPath=/var/lib/models/ Layer=packages"))
        .Save();

    private static Dictionary<string, string> Metadata(string pairs)
        => pairs.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static Dictionary<string, string> Value(string value) => new(StringComparer.Ordinal) { ["Value"] = value };

    /// <summary>In which a dollar means itself.</summary>
    private static Dictionary<string, string> Verbatim(string value) => new(Value(value), StringComparer.Ordinal) { ["Expand"] = "false" };
}
