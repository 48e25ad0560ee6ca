using Containerize.Oci;

namespace Containerize.BaseImages;

/// <summary>Which C library an image has, as far as its name and what was done to make it say so. No layer is opened for it.</summary>
internal static class BaseLibrary
{
    private static readonly string[] OfMusl = ["apk add", "apk --no-cache", "apk upgrade", "alpine-minirootfs"];

    private static readonly string[] OfGlibc = ["apt-get ", "apt install", "dpkg ", "dnf ", "tdnf ", "yum ", "debian.sh", "rpm --"];

    /// <returns>Null where nothing says it.</returns>
    public static CLibrary? Find(ImageReference reference, ImageConfig config)
    {
        if (reference.Repository.Split('/')[^1] == "alpine" || reference.Tag?.Contains("alpine", StringComparison.Ordinal) == true)
        {
            return CLibrary.Musl;
        }

        var (didMusl, didGlibc) = (Did(OfMusl), Did(OfGlibc));
        if (didMusl != didGlibc)
        {
            return didMusl ? CLibrary.Musl : CLibrary.Glibc;
        }

        // A tag of .NET's images names the system after the version, unless it is the default one, which is not Alpine.
        return BaseImageInference.IsDotnet(reference) && reference.Tag is [>= '0' and <= '9', ..] ? CLibrary.Glibc : null;

        bool Did(string[] words) => config.Commands.Any(command => words.Any(word => command.Contains(word, StringComparison.Ordinal)));
    }
}
