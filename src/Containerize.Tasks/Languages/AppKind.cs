namespace Containerize.Languages;

/// <summary>What the folder of a container project is, where it is more than files.</summary>
internal enum AppKind
{
    /// <summary>Nothing that is known: the project names what goes in.</summary>
    None,

    /// <summary>Static files for a web server.</summary>
    Site,

    /// <summary>An app of Node.js, with a <c>package.json</c>.</summary>
    Node,

    /// <summary>An app or a script of Python.</summary>
    Python,

    /// <summary>A program of Go, with a <c>go.mod</c>.</summary>
    Go,
}
