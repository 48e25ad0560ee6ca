using System.IO.Enumeration;
using System.Net;
using System.Text.RegularExpressions;
using Containerize.Host;

namespace Containerize.Dockerfiles.Mentions;

/// <summary>
/// What compilers and generators read besides the files that items name: those that such a file mentions itself. A picture that a .resx links, a
/// message that a .proto imports, the settings that a tsconfig.json extends.
/// </summary>
internal static partial class FileMentions
{
    /// <summary>Bytes: nothing of these kinds that a person wrote is larger.</summary>
    private const long Limit = 4 << 20;

    private static readonly string[] AsWritten = [string.Empty];

    private static readonly Mention[] Kinds =
    [
        new("*.resx", text => Pick(LinkedResource(), text), AsWritten),
        new("*.proto", text => Pick(ProtoImport(), text), AsWritten),
        new("tsconfig*.json", text => Pick(TypeScriptSetting(), text).SelectMany(Quoted), ["", ".json", "/tsconfig.json"]),
        new("*.ts", text => Pick(ScriptImport(), text), ["", ".ts", ".tsx", ".d.ts", ".js", "/index.ts"]),
        new("*.tsx", text => Pick(ScriptImport(), text), ["", ".ts", ".tsx", ".d.ts", ".js", "/index.ts", "/index.tsx"]),
        new("*.tt", text => Pick(TemplateDirective(), text), AsWritten),
        new("*.ttinclude", text => Pick(TemplateDirective(), text), AsWritten),
        new("*.ruleset", text => Pick(RuleSetInclude(), text), AsWritten),
        new("*.xsd", text => Pick(SchemaLocation(), text).SelectMany(Words), AsWritten),
        new("*.wsdl", text => Pick(SchemaLocation(), text).SelectMany(Words), AsWritten),
        new("*.xsl*", text => Pick(StyleSheetInclude(), text), AsWritten),
        new("*.graphqlrc*", text => Quoted(text), AsWritten),
        new("*.yaml", text => Pick(JsonReference(), text), AsWritten),
        new("*.yml", text => Pick(JsonReference(), text), AsWritten),
        new("*.json", text => Pick(JsonReference(), text), AsWritten),
        new("*.scss", text => Pick(StyleImport(), text).SelectMany(Quoted), ["", ".scss", ".sass", ".css", "/_index.scss"]),
        new("*.sass", text => Pick(StyleImport(), text).SelectMany(Quoted), ["", ".sass", ".scss", ".css", "/_index.sass"]),
        new("*.less", text => Pick(StyleImport(), text).SelectMany(Quoted), ["", ".less", ".css"]),
        new("*.rsp", text => Pick(ResponseFile(), text), AsWritten),
        new("*.fsx", text => Pick(ScriptLoad(), text).SelectMany(Quoted), AsWritten),
        new("AssemblyInfo.*", text => Pick(KeyFileAttribute(), text), AsWritten),
    ];

    private static readonly Mention Documentation = new("*", text => Pick(DocumentationInclude(), text), AsWritten);

    /// <summary>All that is reached from these files, themselves aside.</summary>
    /// <param name="files">Absolute paths.</param>
    /// <param name="roots">Folders that names may be relative to besides that of the file which says them, absolute.</param>
    /// <param name="isDocumented">Whether the compiler reads documentation, which may include files.</param>
    /// <returns>Absolute paths of existing files.</returns>
    public static IReadOnlyCollection<string> Follow(IEnumerable<string> files, IReadOnlyList<string> roots, bool isDocumented)
    {
        var known = files.ToHashSet(StringComparer.Ordinal);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(known);
        while (next.TryDequeue(out var file))
        {
            foreach (var mentioned in Find(file, roots, isDocumented).Where(known.Add))
            {
                found.Add(mentioned);
                next.Enqueue(mentioned);
            }
        }

        return found;
    }

    private static IEnumerable<string> Find(string file, IReadOnlyList<string> roots, bool isDocumented)
    {
        if (LibraryNeighbours.IsLibrary(file))
        {
            return LibraryNeighbours.Find(file);
        }

        var name = Path.GetFileName(file);
        Mention[] kinds =
        [
            .. Kinds.Where(kind => FileSystemName.MatchesSimpleExpression(kind.Files, name)),
            .. isDocumented && Path.GetExtension(name) is ".cs" or ".vb" or ".fs" ? [Documentation] : Array.Empty<Mention>(),
        ];
        if (kinds.Length == 0 || ReadText(file) is not { } text)
        {
            return [];
        }

        string[] folders = [Path.GetDirectoryName(file)!, .. roots];
        return kinds.SelectMany(kind => kind.Find(text).SelectMany(written => Resolve(written, kind.Endings, folders)));
    }

    private static string? ReadText(string file)
    {
        try
        {
            return new FileInfo(file).Length <= Limit ? File.ReadAllText(file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever has to read it says so.
            return null;
        }
    }

    /// <summary>The first that exists, as tools look for it.</summary>
    private static IEnumerable<string> Resolve(string written, IReadOnlyList<string> endings, IReadOnlyList<string> folders)
    {
        var name = PathText.ToLocal(written.Trim());
        if (name.Length == 0 || name.Contains("://", StringComparison.Ordinal) || name.Contains('\0'))
        {
            return [];
        }

        var candidates = folders.SelectMany(folder => endings.SelectMany(ending => Spell(Path.GetFullPath(name + ending, folder))));
        return candidates.FirstOrDefault(File.Exists) is { } found ? [found] : [];
    }

    /// <summary>A style sheet that is only a part of others has an underscore that those leave out (sass-lang.com, "Partials").</summary>
    private static IEnumerable<string> Spell(string path) => path.EndsWith("ss", StringComparison.Ordinal)
        ? [path, Path.Join(Path.GetDirectoryName(path), "_" + Path.GetFileName(path))]
        : [path];

    private static IEnumerable<string> Pick(Regex pattern, string text)
        => pattern.Matches(text).Select(match => WebUtility.HtmlDecode(match.Groups["name"].Value));

    private static IEnumerable<string> Quoted(string text) => Pick(QuotedText(), text);

    private static IEnumerable<string> Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;
    private const int Timeout = 2000;

    [GeneratedRegex("""ResXFileRef\b[^>]*>\s*<value>(?<name>(&\w+;|[^<;&])+);""", Options, Timeout)]
    private static partial Regex LinkedResource();

    [GeneratedRegex("""^\s*import\s+(public\s+|weak\s+)?["'](?<name>[^"'\n]+)["']""", Options | RegexOptions.Multiline, Timeout)]
    private static partial Regex ProtoImport();

    [GeneratedRegex("""["](extends|path|files)"\s*:\s*(?<name>"[^"]*"|\[[^\]]*\])""", Options, Timeout)]
    private static partial Regex TypeScriptSetting();

    [GeneratedRegex("""(\bfrom|\bimport|\brequire\s*\(|\bimport\s*\()\s*["'](?<name>\.[^"'\n]+)["']""", Options, Timeout)]
    private static partial Regex ScriptImport();

    [GeneratedRegex("""<#@\s*(include|assembly)\b[^#]*?\b(file|name)\s*=\s*"(?<name>[^"]+)["]""", Options, Timeout)]
    private static partial Regex TemplateDirective();

    [GeneratedRegex("""<Include\b[^>]*\bPath\s*=\s*"(?<name>[^"]+)["]""", Options, Timeout)]
    private static partial Regex RuleSetInclude();

    [GeneratedRegex("""\b(schemaLocation|location)\s*=\s*["'](?<name>[^"']+)["']""", Options, Timeout)]
    private static partial Regex SchemaLocation();

    [GeneratedRegex("""<xsl:(include|import)\b[^>]*\bhref\s*=\s*["'](?<name>[^"']+)["']""", Options, Timeout)]
    private static partial Regex StyleSheetInclude();

    [GeneratedRegex("""["']?\$ref["']?\s*:\s*["']?(?<name>[^"'#\s,{}]+)""", Options, Timeout)]
    private static partial Regex JsonReference();

    [GeneratedRegex("""@(import|use|forward)\s+(?<name>[^;\n]+)""", Options, Timeout)]
    private static partial Regex StyleImport();

    [GeneratedRegex("""^\s*@(?<name>\S[^\n]*)""", Options | RegexOptions.Multiline, Timeout)]
    private static partial Regex ResponseFile();

    [GeneratedRegex("""^\s*#(load|r)\s+(?<name>[^\n]+)""", Options | RegexOptions.Multiline, Timeout)]
    private static partial Regex ScriptLoad();

    [GeneratedRegex("""AssemblyKeyFile(Attribute)?\s*\(\s*@?"(?<name>[^"]+)["]""", Options, Timeout)]
    private static partial Regex KeyFileAttribute();

    [GeneratedRegex("""<include\s[^>]*?\bfile\s*=\s*["'](?<name>[^"']+)["']""", Options, Timeout)]
    private static partial Regex DocumentationInclude();

    [GeneratedRegex("""["'](?<name>[^"'\n]+)["']""", Options, Timeout)]
    private static partial Regex QuotedText();
}
