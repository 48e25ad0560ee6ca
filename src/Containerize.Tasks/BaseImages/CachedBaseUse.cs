namespace Containerize.BaseImages;

/// <summary>What a base image that is in the cache may be used for while its registry does not answer.</summary>
internal enum CachedBaseUse
{
    /// <summary>Nothing: others get the image, and would get it with an outdated base.</summary>
    None,

    /// <summary>To be read only; whoever builds has the layers, or the engine that the image goes to may have them.</summary>
    Configuration,

    /// <summary>For an image that stays on this machine.</summary>
    WholeImage,
}
