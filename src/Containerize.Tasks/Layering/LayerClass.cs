namespace Containerize.Layering;

/// <summary>A kind of content that changes at its own pace, and so has a layer of its own.</summary>
/// <param name="Name">As shown in summaries and history.</param>
/// <param name="Rank">Position in the image; lower lies deeper and changes more rarely.</param>
/// <param name="Meaning">What is in it, for people.</param>
internal sealed record LayerClass(string Name, int Rank, string Meaning)
{
    public static readonly LayerClass Runtime = new("runtime", 100, ".NET runtime");

    /// <summary>Apart from the runtime, which services of a solution have in common.</summary>
    public static readonly LayerClass Host = new("host", 150, ".NET host of the application");

    public static readonly LayerClass Packages = new("packages", 200, "NuGet packages");
    public static readonly LayerClass Prerelease = new("prerelease", 300, "prerelease NuGet packages");
    public static readonly LayerClass Vendor = new("vendor", 350, "front-end libraries");
    public static readonly LayerClass Projects = new("projects", 400, "referenced projects");
    public static readonly LayerClass Assets = new("assets", 500, "static files and content");
    public static readonly LayerClass App = new("app", 600, "the application");

    /// <summary>What has a place or an owner of its own, one layer for each.</summary>
    public static readonly LayerClass Content = new("content", 510, "content for");

    /// <summary>A folder that the project asks for.</summary>
    public static readonly LayerClass Folders = new("folders", 650, "folder");

    /// <summary>A folder for the user that containers run as: an entry or two, last so that it is the last to say whose the folder is.</summary>
    public static readonly LayerClass Volumes = new("volumes", 700, "folder for the volume");

    /// <summary>The built-in classes for what a publish leaves, deepest first.</summary>
    public static IReadOnlyList<LayerClass> All { get; } = [Runtime, Host, Packages, Prerelease, Vendor, Projects, Assets, App];

    /// <summary>Whether a class of that name is one of those for what a publish leaves.</summary>
    public static bool IsBuiltIn(string name) => All.Any(known => known.Name == name);

    /// <summary>What a layer of a class of that name holds, in the singular.</summary>
    public static string NounOf(string name) => IsFolder(name) ? "folder" : "file";

    /// <summary>Whether a layer of a class of that name holds a folder, and nothing else.</summary>
    public static bool IsFolder(string name) => name == Volumes.Name || name == Folders.Name;

    public override string ToString() => Name;
}
