using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Describing.Secrets;

/// <summary>
/// Tells of secrets that would end in a layer or in the configuration, where they can be read by everybody who gets the image, and stay readable when a later
/// image lacks them. The secret itself is in no message.
/// </summary>
/// <param name="notes">Null: every text is read.</param>
/// <param name="read">The text in the file of that path, null where it is none.</param>
internal sealed class SecretScan(IPublishLog log, SecretNotes? notes = null, Func<string, TextBuffer?>? read = null)
{
    /// <summary>Bytes: fewer are read before other threads have begun and <see cref="SecretMarks"/> are compiled.</summary>
    private const long Much = 1024 * 1024;

    private readonly Func<string, TextBuffer?> read = read ?? SecretFile.Read;

    /// <param name="images">Those of one publish, with the files that go into them: what several have in common is told once.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.SecretInImage"/>: the last of the secrets, where they are errors.</exception>
    public void Run(IReadOnlyList<(ImageDefinition Definition, IReadOnlyList<PublishedFile> Files)> images)
    {
        var mode = images[0].Definition.SecretScan.Mode;
        if (mode == SecretScanMode.Off)
        {
            return;
        }

        SecretFinding[] findings =
        [
            .. images.SelectMany(image => Find(image.Definition, image.Files))
                .Concat(images.SelectMany(image => SecretValues.Find(image.Definition)))
                .DistinctBy(finding => finding.Message, StringComparer.Ordinal),
        ];
        if (mode == SecretScanMode.Warn)
        {
            foreach (var finding in findings)
            {
                log.Warn(ErrorCodes.SecretInImage, finding.Message, finding.Place);
            }

            return;
        }

        foreach (var finding in findings.SkipLast(1))
        {
            log.Fail(ErrorCodes.SecretInImage, finding.Message, finding.Place);
        }

        if (findings is [.., var last])
        {
            throw new ContainerizeException(ErrorCodes.SecretInImage, last.Message) { Place = last.Place };
        }
    }

    /// <summary>In the order of the files. What a package brings, everybody has who can restore it: it is not looked at.</summary>
    private IEnumerable<SecretFinding> Find(ImageDefinition definition, IReadOnlyList<PublishedFile> files)
    {
        var paths = files.Select(file => file.RelativePath).ToHashSet(StringComparer.Ordinal);
        PublishedFile[] own = [.. files.Where(file => IsOwn(file) && !IsAllowed(file, definition))];
        PublishedFile[] texts = [.. own.Where(file => SecretFile.KindOf(file.RelativePath) is null && SecretFile.IsText(file, paths.Contains))];
        var inTexts = Look(texts).ToLookup(found => texts[found.File], found => found.Secret);
        foreach (var file in own)
        {
            var secrets = SecretFile.KindOf(file.RelativePath) is { } kind ? [new Secret(kind, Line: 0)] : inTexts[file];
            foreach (var secret in secrets)
            {
                yield return Describe(file, secret, definition);
            }
        }
    }

    private IReadOnlyList<SecretInFile> Look(PublishedFile[] texts)
    {
        var key = notes?.KeyOf(texts);
        if (key is not null && notes!.Find(key, texts.Length) is { } known)
        {
            return known;
        }

        SecretInFile[] found = [.. LookAtEach(texts).SelectMany((secrets, i) => secrets.Select(secret => new SecretInFile(i, secret)))];
        if (key is not null)
        {
            notes!.Remember(key, found);
        }

        return found;
    }

    /// <summary>Nothing else can be done meanwhile: where there is much to read, on all cores.</summary>
    private Secret[][] LookAtEach(PublishedFile[] texts)
    {
        if (PublishedFile.SizeOf(texts) < Much)
        {
            return [.. texts.Select(file => Look(file, isMuch: false))];
        }

        var found = new Secret[texts.Length][];
        Parallel.For(0, texts.Length, i => found[i] = Look(texts[i], isMuch: true));
        return found;
    }

    private Secret[] Look(PublishedFile file, bool isMuch)
    {
        using var text = read(file.Source);
        return text is null
            ? []
            :
            [
                .. SecretText.Find(text.Characters, isMuch).Concat(ConfigurationText.Find(file.RelativePath, text.Characters))
                    .DistinctBy(secret => secret.Line)
                    .OrderBy(secret => secret.Line),
            ];
    }

    private static bool IsOwn(PublishedFile file)
        => file.LinkTarget is null && file.Folder is null && file.Origin is not (FileOrigin.Package or FileOrigin.RuntimePack or FileOrigin.Host);

    private static bool IsAllowed(PublishedFile file, ImageDefinition definition)
        => definition.SecretScan.Allows(file.RelativePath) || definition.SecretScan.Allows(definition.PlaceOf(file.RelativePath));

    private static SecretFinding Describe(PublishedFile file, Secret secret, ImageDefinition definition)
    {
        var where = secret.Line > 0 ? $"has {SecretWording.Describe(secret.Kind)} in line {secret.Line}" : $"is {SecretWording.Describe(secret.Kind)}";
        return new SecretFinding(
            $"Looking for secrets: {definition.PlaceOf(file.RelativePath)} {where}, and whoever gets the image can read it. Keep the secret out of the file, "
                + "or the file out of the publish (CopyToPublishDirectory=\"Never\"); "
                + "if it is meant to be in the image, name it in ContainerizeSecretScanAllow.",
            new SourcePlace(SourceOf(file, definition), secret.Line));
    }

    /// <summary>What people edit, as long as it is what was published.</summary>
    private static string SourceOf(PublishedFile file, ImageDefinition definition)
        => definition.Provenance.SourceOf(file.RelativePath) is { } source && new FileInfo(source) is { Exists: true } found && found.Length == file.Size
            ? source
            : file.Source;
}
