using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;
using Xunit;

namespace Ronchi.Tests.Sources.Zarr;

/// <summary>Stores of zarr-python: each kind of chunks, elements and codecs keeps the contract of sources.</summary>
/// <param name="folder">Holds the store, which is written once for all tests of a class.</param>
public abstract class ZarrContract(SharedFolder folder) : SourceContract, IClassFixture<SharedFolder>
{
    /// <summary>Writes <c>values</c> to <c>path</c>.</summary>
    protected abstract string Script { get; }

    /// <summary>Name of the store.</summary>
    protected virtual string Name => "a.zarr";

    /// <summary>The bytes of all values.</summary>
    protected virtual byte[] Values => PythonStore.Bytes(static value => (ushort)value);

    /// <inheritdoc/>
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        if (!Path.Exists(folder.Folder.File(Name)))
            PythonStore.Write(folder.Folder, Script, Name);
        return (SourceOpener.Open(folder.Folder.File(Name)), Values);
    }
}

/// <summary>A folder for all tests of a class.</summary>
public sealed class SharedFolder : IDisposable
{
    internal TemporaryFolder Folder { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Folder.Dispose();
}

/// <summary>Chunks of several positions that the scan does not fill.</summary>
public sealed class ZarrScanChunksTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script => "zarr.save_array(path, values.astype('<u2'), chunks=(2, 3, 6, 10))";
}

/// <summary>Chunks that cut frames, too.</summary>
public sealed class ZarrDetectorChunksTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script =>
        "zarr.save_array(path, values.astype('<u2'), chunks=(2, 3, 4, 3), compressor=numcodecs.Zstd(), order='F')";
}

/// <summary>A chunk for each frame.</summary>
public sealed class ZarrFrameChunksTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script =>
        "zarr.save_array(path, values.astype('<u2'), chunks=(1, 1, 6, 10), compressor=numcodecs.Blosc('zlib', 5, 2))";
}

/// <summary>Frames cut into chunks each.</summary>
public sealed class ZarrFramePiecesTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script =>
        "zarr.save_array(path, values.astype('>u2'), chunks=(1, 1, 6, 4), compressor=numcodecs.GZip(), dimension_separator='/')";
}

/// <summary>High byte first, uncompressed, in a ZIP archive.</summary>
public sealed class ZarrBigEndianTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Name => "a.zip";

    protected override string Script =>
        """
        store = zarr.ZipStore(path, mode='w')
        zarr.group(store).create_dataset('data', data=values.astype('>i4'), chunks=(5, 7, 6, 10), compressor=None)
        store.close()
        """;

    protected override byte[] Values => PythonStore.Bytes(static value => value);
}

/// <summary>Floats of 64 bits behind filters.</summary>
public sealed class ZarrFilteredTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script =>
        """
        zarr.save_array(path, values.astype('f8'), chunks=(3, 7, 6, 10), compressor=numcodecs.LZ4(),
                        filters=[numcodecs.Delta('<f8'), numcodecs.Shuffle(8)])
        """;

    protected override byte[] Values => PythonStore.Bytes(static value => (double)value);
}

/// <summary>Floats of 16 bits.</summary>
public sealed class ZarrHalfTests(SharedFolder folder) : ZarrContract(folder)
{
    protected override string Script => "zarr.save_array(path, values.astype('<f2'), chunks=(2, 7, 6, 10), compressor=numcodecs.Zlib())";

    protected override byte[] Values => PythonStore.Bytes(static value => (float)value);
}
