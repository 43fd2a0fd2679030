using System.Runtime.InteropServices;
using System.Text;
using Ronchi.Frames;
using Ronchi.Sources;
using Ronchi.Sources.Memory;

namespace Ronchi.Tests.Signals;

/// <summary>
/// A format that no room of Ronchi has, of files that Ronchi knows by name only: lengths of the four axes and u16 values behind FITS's
/// first word. The file <c>X.list</c> names one that is missing.
/// </summary>
internal sealed class FitsFormat : SourceFormat
{
    private const string Mark = "SIMPLE  =";

    public override string Name => "small FITS";

    public override SourceOptions Uses => SourceOptions.None;

    public override bool Recognizes(FileHead file) => file.Has(Encoding.ASCII.GetBytes(Mark));

    public override FileRole RoleOf(string name) =>
        Path.GetExtension(name) switch { ".fits" => FileRole.Scan, ".part" => FileRole.Part, _ => FileRole.Unknown };

    public override IFrameSource Open(string path, OpenOptions options)
    {
        var bytes = File.ReadAllBytes(path).AsSpan(Mark.Length);
        if (File.Exists(path + ".list"))
            throw new SourceException(File.ReadAllText(path + ".list"), "there is no such file.");
        var lengths = MemoryMarshal.Cast<byte, long>(bytes[..(4 * sizeof(long))]);
        return new ArraySource<ushort>(
            MemoryMarshal.Cast<byte, ushort>(bytes[(4 * sizeof(long))..]).ToArray(),
            new(new Extent(lengths[0], lengths[1]), new Extent(lengths[2], lengths[3])));
    }

    public static void Write(string path, DataShape shape, ushort[] values) =>
        File.WriteAllBytes(
            path,
            [
                .. Encoding.ASCII.GetBytes(Mark),
                .. MemoryMarshal.AsBytes(shape.Full.Lengths.AsSpan()),
                .. MemoryMarshal.AsBytes(values.AsSpan())]);
}
