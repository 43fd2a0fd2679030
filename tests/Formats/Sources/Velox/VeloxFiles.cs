using Ronchi.Tests.Oracles;

namespace Ronchi.Tests.Sources.Velox;

/// <summary>Files laid out as Velox lays them out, written by h5py.</summary>
public sealed class VeloxFiles : IDisposable
{
    private const string Script = """
        import h5py, json, numpy as np, os, sys
        os.chdir(sys.argv[1])
        counts = np.random.default_rng(4).integers(0, 60000, (9, 7, 11)).astype("u2")   # frames, rows, columns

        def metadata(**more):
            m = {"BinaryResult": {"Detector": "HAADF", "DetectorIndex": "1", "PixelSize": {"width": "2e-10", "height": "3e-10"},
                                  "PixelUnitX": "m", "PixelUnitY": "m", "Offset": {"x": "-1e-9", "y": "0"}},
                 "Optics": {"AccelerationVoltage": "200000", "CameraLength": "0.3", "BeamConvergence": "0.02"},
                 "Scan": {"FrameTime": "0.5", "ScanSize": {"width": "11", "height": "7"}},
                 "Detectors": {"Detector-1": {"DetectorName": "HAADF", "Dispersion": "10", "OffsetEnergy": "-250"}}}
            m.update(more)
            return np.frombuffer(json.dumps(m).encode().ljust(60000, b"\0"), "u1")

        def image(f, key, values, chunks=None, text=None, kind="Image", **more):
            g = f.create_group(f"Data/{kind}/{key}")
            g.create_dataset("Data", data=values, chunks=chunks, **more)
            n = values.shape[-1]
            g.create_dataset("Metadata", data=np.repeat((metadata() if text is None else text)[:, None], n, 1), chunks=(60000, 1))

        def display(f, key, data, label, priority):
            text = json.dumps({"display": {"label": label, "priority": str(priority)}, "dataPath": "/Data/Image/" + data})
            f.create_dataset(f"Presentation/Displays/ImageDisplay/{key}", data=[text], dtype=h5py.string_dtype())

        def file(name):
            f = h5py.File(name + ".emd", "w")
            f.create_dataset("Version", data=['{"format": "Velox", "version": "9"}'], dtype=h5py.string_dtype())
            return f

        last = np.moveaxis(counts, 0, -1)
        with file("frames") as f: image(f, "a", last, (7, 11, 1))
        with file("turned") as f: image(f, "a", last.astype("i2"), (7, 11, 4))
        with file("pieces") as f: image(f, "a", (last / 7).astype("f4"), (3, 5, 2), compression="gzip")
        with file("big") as f: image(f, "a", last.astype(">u4"), (7, 11, 9))
        with file("flat") as f: image(f, "a", last.astype("u1"))
        with file("one") as f: image(f, "a", last[:, :, :1], (7, 11, 1))
        with file("spectra") as f: image(f, "a", last[0].astype("u4"), (11, 1), kind="Spectrum")
        for name in ("frames", "turned", "pieces", "big", "flat", "one", "spectra"):
            with h5py.File(name + ".emd") as f:
                d = f["Data/Spectrum/a/Data" if name == "spectra" else "Data/Image/a/Data"][()]
                np.moveaxis(d, -1, 0).astype(d.dtype.newbyteorder("<")).tofile(name + ".raw")

        with file("several") as f:
            image(f, "a", last[:, :, :1]); image(f, "b", last[:, :, 1:2]); image(f, "c", last[:3, :, 2:3]); image(f, "d", last[:, :, :1].astype("c8"))
            display(f, "x", "a", "BF", 700); display(f, "y", "b", "HAADF", 1000); display(f, "z", "c", "crop%281%29", 10)
            f.create_group("Data/SpectrumStream/s")
        with file("same") as f:
            image(f, "a", last[:, :, :1]); image(f, "b", last[:, :, 1:2])
            display(f, "x", "a", "HAADF", 1); display(f, "y", "b", "HAADF", 2)
        with file("complex") as f:
            parts = np.zeros((4, 3, 1), [("realFloatHalfEven", "<f4"), ("imagFloatHalfEven", "<f4")])
            parts["imagFloatHalfEven"] = np.arange(12).reshape(4, 3, 1)
            image(f, "a", parts)
        with file("nothing") as f: f.create_group("Data")
        with file("words") as f: image(f, "a", last[:, :, :1], text=np.frombuffer(b"{ no JSON".ljust(60000, b"\0"), "u1"))
        with file("empty") as f: image(f, "a", np.zeros((0, 4, 1), "u2"))
        with file("scan") as f: image(f, "a", np.zeros((5, 5, 77), "u2"), (5, 5, 1))
        with file("shown") as f:
            image(f, "a", last[:, :, :1]); image(f, "b", last[:, :, 1:2])
            def put(path, **members): f.create_dataset(path, data=[json.dumps(members)], dtype=h5py.string_dtype())
            put("Displays/ImageDisplay/1", title="Ca", data="/SharedProperties/ImageSeriesDataReference/1")
            put("Displays/ImageDisplay/2", title="HAADF", data="/SharedProperties/ImageSeriesDataReference/2")
            put("SharedProperties/ImageSeriesDataReference/1", dataPath="/Data/Image/a")
            put("SharedProperties/ImageSeriesDataReference/2", dataPath="/Data/Image/b")
            put("SharedProperties/DisplayGroupItem/1", display="/Displays/ImageDisplay/2")
            put("Displays/DisplayGroup/1", displayGroupItems=["/SharedProperties/DisplayGroupItem/1", 7, "/nowhere"])
        """;

    private readonly TemporaryFolder _folder = new();

    public VeloxFiles()
    {
        DebianPython.Require("h5py", "numpy");
        DebianPython.Run(Script, _folder.Path);
    }

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();
}
