using BitMiracle.LibTiff.Classic;
using Ronchi.Frames;
using LibTiff = BitMiracle.LibTiff.Classic.Tiff;
using LibTiffTag = BitMiracle.LibTiff.Classic.TiffTag;

namespace Ronchi.Sources.Tiff;

/// <summary>Strips and tiles of rare codings, decoded by LibTiff: JPEG and those of fax machines. Not for several threads.</summary>
internal sealed class TiffLibrary(string path) : IDisposable
{
    private LibTiff? _file;
    private long _directory = -1;

    // Without a listener the library writes to the console; it has one for all files.
    static TiffLibrary() => LibTiff.SetErrorHandler(new Listener());

    /// <summary>Whether segments coded so are left to the library.</summary>
    public static bool Reads(TiffCompression compression) => compression is TiffCompression.CcittRuns or TiffCompression.Fax3
        or TiffCompression.Fax4 or TiffCompression.OldJpeg or TiffCompression.Jpeg;

    /// <summary>Decodes a strip or tile.</summary>
    /// <param name="page">The page.</param>
    /// <param name="segment">Number of the strip or tile.</param>
    /// <param name="decoded">Receives its rows.</param>
    /// <param name="bytes">How many bytes these have.</param>
    /// <exception cref="SourceException">The library cannot decode it.</exception>
    public void Read(TiffPage page, int segment, byte[] decoded, int bytes)
    {
        Listener.Last = null;
        try
        {
            _file ??= LibTiff.Open(path, "r") ?? throw Fault(page, segment);
            if (_directory != page.DirectoryOffset)
            {
                if (!_file.SetSubDirectory(page.DirectoryOffset))
                    throw Fault(page, segment);
                _directory = page.DirectoryOffset;
                if (page.Compression is TiffCompression.Jpeg)
                    _file.SetField(LibTiffTag.JPEGCOLORMODE, JpegColorMode.RGB);
            }

            var read = page.IsTiled
                ? _file.ReadEncodedTile(segment, decoded, 0, bytes)
                : _file.ReadEncodedStrip(segment, decoded, 0, bytes);
            if (read < bytes)
                throw Fault(page, segment);
        }
        // On damaged data the library fails in any way.
        catch (Exception e) when (e is not (SourceException or OutOfMemoryException))
        {
            throw Fault(page, segment, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private SourceException Fault(TiffPage page, int segment, Exception? inner = null) => new(
        path,
        $"a strip or tile coded as {page.Compression} cannot be decoded "
        + $"({Listener.Last ?? inner?.Message.TrimEnd('.') ?? "it is cut off"}): the file is damaged here; copy it again.",
        page.Offsets[segment],
        inner);

    private sealed class Listener : TiffErrorHandler
    {
        [ThreadStatic]
        private static string? s_last;

        public static string? Last { get => s_last; set => s_last = value; }

        public override void ErrorHandler(LibTiff tif, string method, string format, params object[] args) => Last = Text(format, args);

        public override void ErrorHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args) =>
            Last = Text(format, args);

        public override void WarningHandler(LibTiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(LibTiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        private static string Text(string format, object[] args)
        {
            try
            {
                return string.Format(System.Globalization.CultureInfo.InvariantCulture, format, args).TrimEnd('.');
            }
            catch (FormatException)
            {
                return format;
            }
        }
    }
}
