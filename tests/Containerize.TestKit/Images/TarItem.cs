using System.Formats.Tar;
using System.Text;

namespace Containerize.TestKit.Images;

/// <summary>One entry of a layer, content and all.</summary>
public sealed record TarItem(string Path, TarEntryType Type, UnixFileMode Mode, int Uid, int Gid, DateTimeOffset Time, string LinkTarget, byte[] Content)
{
    public bool IsDirectory => Type == TarEntryType.Directory;

    public string Text => Encoding.UTF8.GetString(Content);

    public bool IsExecutable => Mode.HasFlag(UnixFileMode.UserExecute);
}
