using System.Xml;
using System.Xml.Linq;

namespace Containerize.Tasks;

/// <summary>
/// A project or what it imports as it is written, for what an evaluation does not tell. MSBuild has read it before us, and said what it had to say.
/// </summary>
internal static class ProjectText
{
    /// <returns>Null if there is nothing to read: the project of a program that is one file exists in memory only.</returns>
    public static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>The root, whose elements know their lines; null if it is no XML: a file-based app has C# there.</returns>
    public static XElement? Parse(string text)
    {
        try
        {
            return XElement.Parse(text, LoadOptions.SetLineInfo);
        }
        catch (XmlException)
        {
            return null;
        }
    }
}
