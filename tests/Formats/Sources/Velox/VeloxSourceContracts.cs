using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Xunit;

namespace Ronchi.Tests.Sources.Velox;

/// <summary>A chunk a frame.</summary>
public sealed class VeloxFrameChunkTests(VeloxFiles files) : VeloxSourceContract(files, "frames");

/// <summary>Chunks of several frames, turned; the last one is not full.</summary>
public sealed class VeloxTurnedTests(VeloxFiles files) : VeloxSourceContract(files, "turned");

/// <summary>Chunks of parts of several frames, compressed.</summary>
public sealed class VeloxPiecesTests(VeloxFiles files) : VeloxSourceContract(files, "pieces");

/// <summary>One big-endian chunk.</summary>
public sealed class VeloxBigEndianTests(VeloxFiles files) : VeloxSourceContract(files, "big");

/// <summary>No chunks.</summary>
public sealed class VeloxFlatTests(VeloxFiles files) : VeloxSourceContract(files, "flat");

/// <summary>One image.</summary>
public sealed class VeloxImageTests(VeloxFiles files) : VeloxSourceContract(files, "one");

/// <summary>Spectra.</summary>
public sealed class VeloxSpectraTests(VeloxFiles files) : VeloxSourceContract(files, "spectra");

public abstract class VeloxSourceContract(VeloxFiles files, string name) : SourceContract, IClassFixture<VeloxFiles>
{
    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var source = SourceOpener.Open(files.File(name + ".emd"));
        Assert.Equal("Velox EMD", source.Info.Format);
        return (source, File.ReadAllBytes(files.File(name + ".raw")));
    }
}
