using System.Globalization;
using System.Runtime.InteropServices;
using Ronchi.Frames;
using Ronchi.Hdf5.Writing;
using Ronchi.Sources.Storage;

namespace Ronchi.Sources.Dectris;

/// <summary>Writes frames as the file writer of a DECTRIS detector does: <c>X_master.h5</c>, <c>X_data_000001.h5</c>, …, and the scan software's <c>X.h5</c>.</summary>
/// <remarks>One frame a chunk, bitshuffle and LZ4. Frames may come from several threads in any order. No file has its name before <see cref="Complete"/>.</remarks>
public sealed class EigerFileWriter : IFrameSink
{
    private const string MasterSuffix = "_master.h5";


    private readonly EigerRecording _recording;
    private readonly string _prefix;
    private readonly Hdf5Writer _master;
    private readonly Hdf5Writer _companion;
    private readonly List<(Hdf5Writer File, ChunkedWriter Frames)> _data = [];
    private readonly FrameEncoder _encoder;

    /// <summary>Begins the files.</summary>
    /// <param name="masterPath">Path of the master file; it ends in <c>_master.h5</c>.</param>
    /// <param name="recording">What is recorded.</param>
    /// <param name="overwrite">Whether files of these names are replaced.</param>
    /// <exception cref="ArgumentException">The name does not end so, or a length is smaller than 1.</exception>
    /// <exception cref="IOException">A file exists and is not to be replaced, or cannot be written.</exception>
    public EigerFileWriter(string masterPath, EigerRecording recording, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(masterPath);
        ArgumentNullException.ThrowIfNull(recording);
        ArgumentOutOfRangeException.ThrowIfLessThan(Math.Min(recording.FrameCount, recording.FramesPerFile), 1, nameof(recording));
        if (!masterPath.EndsWith(MasterSuffix, StringComparison.Ordinal))
            throw new ArgumentException($"The name of a master file ends in {MasterSuffix}.", nameof(masterPath));
        _recording = recording;
        _prefix = masterPath[..^MasterSuffix.Length];
        _encoder = new(recording.ElementType, FrameElements * recording.ElementType.Size());
        try
        {
            for (var first = 0; first < recording.FrameCount; first += recording.FramesPerFile)
                _data.Add(BeginData(first, Math.Min(recording.FramesPerFile, recording.FrameCount - first), overwrite));
            _companion = new Hdf5Writer(_prefix + ".h5", overwrite);
            _master = new Hdf5Writer(masterPath, overwrite);
        }
        catch
        {
            Dispose();
            throw;
        }

        FillCompanion();
        FillMaster();
    }

    private int FrameElements => checked(_recording.DetectorRows * _recording.DetectorColumns);

    /// <summary>Encodes and writes a frame of 16-bit counts.</summary>
    /// <param name="frame">Its number in scan order.</param>
    /// <param name="counts">Its pixels, row-major.</param>
    /// <exception cref="ArgumentException">There is no such frame, or it has another number of pixels.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Write(int frame, ReadOnlySpan<ushort> counts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)frame, (uint)_recording.FrameCount, nameof(frame));
        Write(frame, MemoryMarshal.AsBytes(counts));
    }

    /// <inheritdoc/>
    public void Write(long frame, ReadOnlySpan<byte> pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(frame);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(frame, _recording.FrameCount);
        if (pixels.Length != FrameElements * _recording.ElementType.Size())
            throw new ArgumentException($"A frame has {FrameElements * _recording.ElementType.Size()} bytes, not {pixels.Length}.", nameof(pixels));
        var (file, chunk) = Math.DivRem(frame, _recording.FramesPerFile);
        _encoder.Write(_data[(int)file].Frames, chunk, pixels);
    }

    /// <summary>Gives the files their names: the master, which refers to the others, last.</summary>
    /// <exception cref="IOException">The disk is full, or a file of such a name has appeared meanwhile.</exception>
    public void Complete()
    {
        foreach (var (file, _) in _data)
            file.Complete();
        _companion.Complete();
        _master.Complete();
    }

    /// <summary>Closes the files; removes those that are not complete.</summary>
    public void Dispose()
    {
        // Closing writes out what is buffered, which a full disk refuses: the other files must go all the same.
        foreach (var file in (Hdf5Writer?[])[.. _data.Select(static data => data.File), _companion, _master])
        {
            try
            {
                file?.Dispose();
            }
            catch (Exception e) when (e is IOException or ArgumentException)
            {
                // The file is gone; what went wrong was said by the write that failed.
            }
        }
    }

    private static string Number(int file) => (file + 1).ToString("D6", CultureInfo.InvariantCulture);

    private static GroupWriter Group(GroupWriter parent, string name, string nexusClass)
    {
        var group = parent.Group(name);
        group.Attribute("NX_class", nexusClass);
        return group;
    }

    private (Hdf5Writer File, ChunkedWriter Frames) BeginData(int first, int count, bool overwrite)
    {
        var file = new Hdf5Writer($"{_prefix}_data_{Number(_data.Count)}.h5", overwrite);
        var group = Group(Group(file.Root, "entry", "NXentry"), "data", "NXdata");
        var frames = ChunkedDataset.Begin(
            group,
            "data",
            _recording.ElementType,
            new Extent(count, _recording.DetectorRows, _recording.DetectorColumns),
            new Extent(1, _recording.DetectorRows, _recording.DetectorColumns),
            _encoder.Filter);
        frames.Attribute("image_nr_low", first + 1L);
        frames.Attribute("image_nr_high", (long)first + count);
        return (file, frames);
    }

    private void FillCompanion()
    {
        var scan = _companion.Root.Group("STEM Metadata");
        scan.Attribute("NumPixelsX", (long)_recording.ScanColumns);
        scan.Attribute("NumPixelsY", (long)_recording.ScanRows);
        if (_recording.StepNanometres is { } step)
            scan.Attribute("Pixel Size", step);
        if (_recording.VoltageVolts is { } voltage)
            scan.Attribute("High Tension", voltage);
    }

    private void FillMaster()
    {
        var entry = Group(_master.Root, "entry", "NXentry");
        entry.Text("definition", "NXmx").Attribute("version", "1.4");
        var links = Group(entry, "data", "NXdata");
        for (var file = 0; file < _data.Count; file++)
            links.ExternalLink($"data_{Number(file)}", $"{Path.GetFileName(_prefix)}_data_{Number(file)}.h5", "/entry/data/data");

        var detector = Group(Group(entry, "instrument", "NXinstrument"), "detector", "NXdetector");
        detector.Text("description", _recording.Description);
        if (_recording.FrameTimeSeconds is { } time)
        {
            detector.Scalar("count_time", time).Attribute("units", "s");
            detector.Scalar("frame_time", time).Attribute("units", "s");
        }

        var specific = Group(detector, "detectorSpecific", "NXcollection");
        specific.Scalar("nimages", 1u);
        specific.Scalar("ntrigger", (uint)_recording.FrameCount);
        specific.Text("trigger_mode", "exts");
        if (_recording.VoltageVolts is { } voltage)
            specific.Scalar("photon_energy", voltage).Attribute("units", "eV");
        var mask = new uint[FrameElements];
        foreach (var pixel in _recording.MaskedPixels)
            mask[pixel] = 2;   // "dead" among the detector's flags
        specific.Dataset<uint>("pixel_mask", [_recording.DetectorRows, _recording.DetectorColumns], mask);
    }
}
