using Containerize.Dockerfiles.Context;
using Containerize.Layering;

namespace Containerize.Languages;

/// <summary>A folder whose files go into the image as they lie there.</summary>
/// <param name="Folder">Absolute path; one that does not exist has no files.</param>
/// <param name="Layer">Null: by where they lie, see <see cref="LanguageApp.OriginOf"/>.</param>
/// <param name="Takes">Whether a file is in it: a path below the folder, <c>/</c> between parts.</param>
internal sealed record AppContent(string Folder, LayerClass? Layer, Func<string, bool> Takes)
{
    /// <summary>Whether a folder can have a file that is in it.</summary>
    public Func<string, bool> Enters { get; private init; } = Takes;

    /// <summary>What an ignore file lets a builder see.</summary>
    public static AppContent OfSources(string folder, string ignoreText)
    {
        var rules = IgnoreRules.Parse(ignoreText);
        return new AppContent(folder, Layer: null, rules.Takes) { Enters = rules.Enters };
    }
}
