namespace Containerize.Layering;

/// <summary>Where a published file came from, as MSBuild's items tell it.</summary>
internal abstract record FileOrigin
{
    private FileOrigin()
    {
    }

    /// <summary>The .NET runtime itself, in a self-contained publish.</summary>
    internal sealed record RuntimePack : FileOrigin;

    /// <summary>.NET's program with the app's name in it, which starts the app (apphost).</summary>
    internal sealed record Host : FileOrigin;

    /// <summary>A NuGet package: assemblies, natives, satellites, content.</summary>
    internal sealed record Package(string Id, string Version) : FileOrigin
    {
        /// <summary>SemVer 2.0.0, clause 9: a hyphen before any build metadata.</summary>
        public bool IsPrerelease => Version.Split('+')[0].Contains('-', StringComparison.Ordinal);
    }

    /// <summary>The output of a referenced project.</summary>
    internal sealed record Project : FileOrigin;

    /// <summary>A file that is published as it is: static web assets, content items.</summary>
    internal sealed record Content : FileOrigin;

    /// <summary>A file for browsers that a framework, a package or somebody else wrote.</summary>
    internal sealed record Vendor : FileOrigin;

    /// <summary>A folder that the project asks for, which no publish writes.</summary>
    internal sealed record Folder : FileOrigin;

    /// <summary>A folder for a volume, which no publish writes.</summary>
    internal sealed record Volume : FileOrigin;

    /// <summary>The app's own output, or a file that nothing explains.</summary>
    internal sealed record App : FileOrigin;
}
