using System.Text;
using Containerize.Diagnostics;
using Containerize.Host.Files;
using Containerize.Oci;

namespace Containerize.Describing;

/// <summary>Finds files that no layer can hold: their names would mean something else there, or they are no files.</summary>
internal static class UnfitFile
{
    /// <summary>How messages begin of what a publish left.</summary>
    public const string PublishOutput = "Reading the publish output";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="doing">How messages begin.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnfit"/>, of the first.</exception>
    public static void Refuse(IEnumerable<FoundFile> files, string doing = PublishOutput)
    {
        foreach (var file in files)
        {
            if (WhiteoutIn(file.RelativePath) is { } name)
            {
                throw new ContainerizeException(
                    ErrorCodes.FileUnfit,
                    $"{doing}: {Excerpt.Of(file.RelativePath)} cannot be in an image: in a layer the name {name} says that {name[Whiteout.Prefix.Length..]} "
                        + "is removed. Give the file another name.");
            }

            // All of these have no length; of files that have one nobody needs to ask.
            if (file.LinkTarget is null && file.Content.Length == 0 && FileIdentity.IsSpecial(file.Content.FullName))
            {
                throw new ContainerizeException(
                    ErrorCodes.FileUnfit,
                    $"{doing}: {Excerpt.Of(file.RelativePath)} is a pipe, a socket or a device, which an image cannot hold. Remove it, and let the app make it "
                        + "when it starts.");
            }
        }
    }

    /// <summary>A file, folder or link that cannot be opened by the name that it has, as .NET reads it: nothing else can be asked of it.</summary>
    /// <param name="entry">Absolute path.</param>
    /// <param name="path">Below the folder that is read.</param>
    /// <param name="doing">How messages begin.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.FileUnfit"/>.</exception>
    public static void RefuseUnnamable(string entry, string path, string doing = PublishOutput)
    {
        if (Ascii.IsValid(path))
        {
            return;
        }

        // What is no text to .NET is shown with a mark, by which nothing is found.
        var name = Path.GetFileName(entry);
        if (!IsText(name) || (name.Contains('\uFFFD', StringComparison.Ordinal) && !new FileInfo(entry).Exists && !Directory.Exists(entry)))
        {
            throw new ContainerizeException(
                ErrorCodes.FileUnfit,
                $"{doing}: {Excerpt.Of(path)} has a name that is not UTF-8, so it cannot be opened by it. Give it another name.");
        }
    }

    private static string? WhiteoutIn(string path) => path.Contains(Whiteout.Prefix, StringComparison.Ordinal)
        ? Array.Find(path.Split('/'), part => part.StartsWith(Whiteout.Prefix, StringComparison.Ordinal))
        : null;

    /// <summary>Not half of a pair of UTF-16, which Windows allows in names.</summary>
    private static bool IsText(string name)
    {
        try
        {
            return Strict.GetByteCount(name) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
