using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Merlin;

public sealed class MibU08Tests() : MibContract(new("U08", 6));

public sealed class MibU16Tests() : MibContract(new("U16", 12));

public sealed class MibU32Tests() : MibContract(new("U32", 24));

public sealed class MibRaw1Tests() : MibContract(new("R64", 1));

public sealed class MibRaw6Tests() : MibContract(new("R64", 6));

public sealed class MibRaw12Tests() : MibContract(new("R64", 12));

public sealed class MibRaw24Tests() : MibContract(new("R64", 24));

public sealed class MibQuadTests() : MibContract(new("U16", 12, chips: 4));

public sealed class MibQuadRaw1Tests() : MibContract(new("R64", 1, chips: 4));

public sealed class MibQuadRaw6Tests() : MibContract(new("R64", 6, chips: 4));

public sealed class MibQuadRaw12Tests() : MibContract(new("R64", 12, chips: 4));

public sealed class MibQuadRaw24Tests() : MibContract(new("R64", 24, chips: 4));

/// <summary>Five frames in two files, of which the name of the second comes first.</summary>
public abstract class MibContract : SourceContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly MibOnDisk _writer;

    private protected MibContract(MibOnDisk writer) => _writer = writer;

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var first = _writer.Write(_folder.File("scan_2.mib"), 3);
        var second = _writer.Write(_folder.File("scan_1.mib"), 2, sequence: 4);
        return (SourceOpener.Open(_folder.File("scan_1.mib")), [.. first, .. second]);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
