namespace Containerize.Tar;

/// <summary>Is told what a tar is made of while it is written, on the writer's thread.</summary>
internal interface ITarWatcher
{
    /// <summary>The entry's header is out, and none of its content.</summary>
    /// <param name="header">All of its blocks, those of a pax record among them.</param>
    void OnHeader(TarEntry entry, ReadOnlyMemory<byte> header);

    /// <summary>Some more of the content of the entry is out. For entries without content this is not called.</summary>
    void OnContent(ReadOnlySpan<byte> content);

    /// <summary>All of the content of a file is out, and none of what fills its last block up. Called for empty files too, and for nothing else.</summary>
    void OnContentEnd();
}
