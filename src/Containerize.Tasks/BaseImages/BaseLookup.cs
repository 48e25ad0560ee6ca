using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Containerize.Images;
using Containerize.Storage;
using Containerize.Tar;

namespace Containerize.BaseImages;

/// <summary>Asks a base image's file system, and remembers the answers: its layers are read once, and not again before the base moves.</summary>
internal sealed class BaseLookup(ContentStore store)
{

    /// <param name="paths">Absolute paths of folders.</param>
    /// <param name="user">As USER names it: <c>app</c>, <c>1654</c>, <c>1654:1654</c>; null or root to ask for none.</param>
    /// <exception cref="Diagnostics.ContainerizeException">A layer of the base cannot be fetched.</exception>
    /// <exception cref="InvalidDataException">A layer of the base cannot be read.</exception>
    public async Task<BaseAnswers> AskAsync(Image image, IReadOnlyCollection<string> paths, string? user, CancellationToken cancellationToken)
    {
        // A number says itself whose something is.
        if (image.Layers.Count == 0 || (paths.Count == 0 && FindNumbers(user, users: null, groups: null) is not null))
        {
            return BaseAnswers.CreateEmpty(paths) with { User = FindNumbers(user, users: null, groups: null) };
        }

        var layers = image.Layers.Select(layer => layer.Descriptor.Digest.ToString());
        var question = string.Join('\n', layers.Append(user ?? string.Empty).Concat(paths.Order(StringComparer.Ordinal)));
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)));
        if (store.ReadNote(NoteKind.Folders, name) is { } note && BaseAnswers.Parse(note) is { } known)
        {
            return known;
        }

        var tree = await BaseTree.ReadAsync(image, cancellationToken);
        var answers = new BaseAnswers(
            paths.Distinct(StringComparer.Ordinal).ToDictionary(path => path, tree.Find, StringComparer.Ordinal),
            FindNumbers(user, tree.Users, tree.Groups));
        store.TryWriteNote(NoteKind.Folders, name, answers.ToJson());
        return answers;
    }

    /// <summary>Whose a folder is that belongs to the user. A number alone stands for its group as well, as in a Dockerfile's COPY --chown.</summary>
    /// <returns>Null where a name is not known.</returns>
    public static FileRights? FindNumbers(string? user, AccountFile? users, AccountFile? groups)
    {
        if (user is null or "" or "root" or "0" or "0:0" or "root:root")
        {
            return FileRights.Usual;
        }

        var parts = user.Split(':', 2);
        var number = Number(parts[0]) is { } itself ? (itself, itself) : users?.Find(parts[0]);
        var group = parts.Length == 1 ? number?.Item2 : Number(parts[1]) ?? groups?.Find(parts[1])?.Number;
        return number is { } found && group is { } owners ? FileRights.Usual with { User = found.Item1, Group = owners } : null;
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
