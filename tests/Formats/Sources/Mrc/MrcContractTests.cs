using Ronchi.Contracts;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Mrc;

public sealed class MrcMode0Tests() : MrcContract(new(0));

public sealed class MrcMode1Tests() : MrcContract(new(1, extendedBytes: 88));

public sealed class MrcMode1BigEndianTests() : MrcContract(new(1, isBigEndian: true));

public sealed class MrcMode2BigEndianTests() : MrcContract(new(2, isBigEndian: true, extendedBytes: 20));

public sealed class MrcMode6Tests() : MrcContract(new(6));

public sealed class MrcMode12Tests() : MrcContract(new(12));

public sealed class MrcMode12BigEndianTests() : MrcContract(new(12, isBigEndian: true));

public sealed class MrcMode101Tests() : MrcContract(new(101));

/// <summary>A stack of seven images.</summary>
public abstract class MrcContract : SourceContract
{
    private readonly TemporaryFolder _folder = new();
    private readonly MrcOnDisk _writer;

    private protected MrcContract(MrcOnDisk writer) => _writer = writer;

    protected override (IFrameSource Source, byte[] Values) Open()
    {
        var values = _writer.Write(_folder.File("a.mrc"), 7);
        return (SourceOpener.Open(_folder.File("a.mrc")), values);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _folder.Dispose();
    }
}
