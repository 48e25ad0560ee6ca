using System.Xml.Linq;
using Containerize.TestKit.Projects;

namespace Containerize.Tests.Engine.Building;

/// <summary>A front end in React beside a web app that has npm build it, as the templates of single-page apps do.</summary>
internal static class ReactClient
{
    /// <summary>Relative to the workspace.</summary>
    public const string Folder = "client";

    public static void Write(TestWorkspace workspace)
    {
        workspace.Write($"{Folder}/package.json", """
            {
              "name": "client", "version": "0.0.0", "private": true,
              "scripts": { "build": "esbuild src/main.jsx --bundle --minify --jsx=automatic --outfile=dist/main.js" },
              "dependencies": { "react": "19.1.0", "react-dom": "19.1.0" },
              "devDependencies": { "esbuild": "0.25.5" }
            }
            """);
        workspace.Write($"{Folder}/src/main.jsx", """
            import { createRoot } from "react-dom/client";
            createRoot(document.body).render(<h1>hello</h1>);
            """);
    }

    /// <returns>What a target of the app holds.</returns>
    public static XElement[] Published() =>
    [
        Npm("install"),
        Npm("run build"),
        new("ItemGroup",
            new XElement("ClientFile", new XAttribute("Include", $"../{Folder}/dist/**")),
            new XElement("ResolvedFileToPublish",
                new XAttribute("Include", "@(ClientFile->'%(FullPath)')"),
                new XElement("RelativePath", @"wwwroot\%(RecursiveDir)%(Filename)%(Extension)"),
                new XElement("CopyToPublishDirectory", "PreserveNewest"))),
    ];

    private static XElement Npm(string command) => new("Exec", new XAttribute("Command", "npm " + command), new XAttribute("WorkingDirectory", $"../{Folder}"));
}
